import EngineCore

/// Understands what `inspect` prints; both engines agree on the parts that matter here.
enum ContainerReading {
  /// The containers in the output of `inspect --type container`; what is none is left out.
  static func workspaces(in output: String) -> [Workspace] {
    guard let value = try? JSONReader.value(in: Array(output.utf8)), let all = value.elements else {
      return []
    }
    return all.compactMap(workspace)
  }

  /// The container of a name in such an output, nil if it is not there. An engine also answers to the
  /// beginning of an id, which nobody means here. Its `workspace` is nil if it is anybody else's.
  static func only(
    in output: String, named name: String, _ prefix: WorkspacePrefix = .standard
  ) -> (name: String, workspace: Workspace?)? {
    guard let value = try? JSONReader.value(in: Array(output.utf8)),
      let container = value.elements?.first, self.name(of: container) == name
    else { return nil }
    return (name, isWorkspace(container, prefix) ? workspace(container) : nil)
  }

  /// Whether a container is a workspace: by its labels, else by its name.
  private static func isWorkspace(_ container: JSONValue, _ prefix: WorkspacePrefix) -> Bool {
    let labels = container["Config"]?["Labels"]
    let isMarked = WorkspaceLabels.markers.contains { labels?[$0]?.text == "1" }
    return isMarked || name(of: container).map(prefix.isKnown) == true
  }

  /// One container as a workspace, whether it is one or not; nil if it has no name.
  private static func workspace(_ container: JSONValue) -> Workspace? {
    guard let name = name(of: container) else { return nil }
    let labels = container["Config"]?["Labels"]
    let mounts = container["Mounts"]?.elements ?? []
    return Workspace(
      name: name,
      state: WorkspaceState(engineWord: container["State"]?["Status"]?.text ?? ""),
      repository: filled(labels?[WorkspaceLabels.repository]),
      path: filled(labels?[WorkspaceLabels.path]),
      image: container["Config"]?["Image"]?.text ?? "",
      account: filled(labels?[WorkspaceLabels.account]),
      createdAt: container["Created"]?.text.flatMap(moment),
      volumes: mounts.filter { $0["Type"]?.text == "volume" }.compactMap { $0["Name"]?.text }
        .sorted(),
      token: filled(labels?[WorkspaceLabels.token]),
      user: labels?[WorkspaceLabels.marker]?.text == "1" ? "codex" : nil)
  }

  private static func name(of container: JSONValue) -> String? {
    // Docker writes the name of a container as a path.
    container["Name"]?.text.map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
  }

  private static func filled(_ value: JSONValue?) -> String? {
    value?.text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A moment to the second: the engines write nine digits of a second's fraction.
  private static func moment(_ text: String) -> Date? {
    guard let dot = text.firstIndex(of: ".") else {
      return try? Date(text, strategy: Date.ISO8601FormatStyle())
    }
    let zone = text[text.index(after: dot)...].drop { $0.isNumber }
    return try? Date(text[..<dot] + zone, strategy: Date.ISO8601FormatStyle())
  }
}
