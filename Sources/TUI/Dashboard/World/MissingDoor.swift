import EngineKernel

/// Something that this dashboard was not given.
enum MissingDoor: EngineError, Hashable {
  /// Containers.
  case workspaces

  var code: String { "no_workspaces" }
  var message: String { "This swop cannot reach containers." }
  var remedy: String? { "Look at them in the shell: swop workspace ls" }
}
