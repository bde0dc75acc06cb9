import EngineCore

/// What the names of workspaces begin with, by which they are found when their labels are lost.
struct WorkspacePrefix: Hashable, Sendable {
  /// What names begin with unless the environment says otherwise.
  static let standard = WorkspacePrefix(text: "codex-ws-")
  /// The variable of the older launcher.
  static let variable = "CODEX_WORKSPACE_PREFIX"
  /// The longest prefix that leaves room for a repository and a time.
  private static let maximumLength = 24

  /// The prefix with the dash at its end.
  let text: String

  /// The prefix that an environment asks for.
  ///
  /// - Throws: `WorkspaceError.badValue` if no name can begin like that.
  init(in environment: ProcessEnvironment) throws(WorkspaceError) {
    guard let value = environment.nonEmpty(Self.variable) else {
      self = .standard
      return
    }
    let bare = value.hasSuffix("-") ? String(value.dropLast()) : value
    guard !bare.isEmpty, Slug.of(bare, limit: Self.maximumLength) == bare else {
      throw .badValue(
        option: Self.variable, value: value,
        expected: "1 to \(Self.maximumLength) of a to z, 0 to 9 and single dashes")
    }
    text = bare + "-"
  }

  private init(text: String) { self.text = text }

  /// This prefix and the standard one: workspaces of both are found.
  var known: [WorkspacePrefix] { self == .standard ? [self] : [self, .standard] }

  /// Whether a name begins with one of `known`.
  func isKnown(in name: String) -> Bool { known.contains { name.hasPrefix($0.text) } }
}
