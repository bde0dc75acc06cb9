extension WorkspaceError {
  /// The error behind what an engine printed.
  ///
  /// - Parameters:
  ///   - answer: what it came to.
  ///   - engine: which engine it was.
  ///   - action: what it was asked for, as a verb: `start the container`.
  ///   - name: the container that was asked for.
  /// - Returns: The error to throw.
  static func of(
    _ answer: EngineAnswer, engine: ContainerEngineKind, action: String, name: String? = nil
  ) -> WorkspaceError {
    let text = answer.errors.lowercased()
    if text.contains("no space left on device") { return .diskFull(engine) }
    if text.contains("permission denied while trying to connect")
      || text.contains("got permission denied")
      || text.contains("dial unix") && text.contains("denied")
    {
      return .enginePermission(engine)
    }
    let silence = [
      "cannot connect to the docker daemon", "is the docker daemon running",
      "cannot connect to podman", "unable to connect to podman socket",
    ]
    if silence.contains(where: text.contains) { return .engineDown(engine) }
    if let name {
      if text.contains("already in use") { return .nameTaken(name) }
      if isMissing(text) { return .noSuchWorkspace(name, nearest: nil) }
    }
    return .engineFailed(engine, action: action, reason: answer.reason)
  }

  /// Whether an engine says that there is no such container.
  static func saysMissing(_ answer: EngineAnswer) -> Bool { isMissing(answer.errors.lowercased()) }

  private static func isMissing(_ text: String) -> Bool {
    ["no such container", "no such object", "no container with name"].contains(where: text.contains)
  }
}
