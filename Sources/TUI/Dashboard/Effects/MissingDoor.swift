import EngineCore

/// Something that this dashboard was not given.
enum MissingDoor: EngineError, Hashable {
  /// Containers.
  case workspaces
  /// A run.
  case run

  var code: String {
    switch self {
    case .workspaces: "no_workspaces"
    case .run: "no_run"
    }
  }

  var message: String {
    switch self {
    case .workspaces: "This swop cannot reach containers."
    case .run: "The run was gone before it began."
    }
  }

  var remedy: String? {
    switch self {
    case .workspaces: "Look at them in the shell: swop workspace ls"
    case .run: "Look at what happened: swop events"
    }
  }
}
