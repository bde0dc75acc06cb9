import Engine
import EngineCore

/// The shapes of workspaces: an older contract than swop's own, with its field names and without a
/// version of the shape.
enum WorkspaceJSON {
  /// `version` and `capabilities` alone.
  static var capabilities: OrderedJSON { .object(head) }

  /// What creating came to.
  static func creation(_ creation: WorkspaceCreation) -> OrderedJSON {
    let workspace = creation.workspace
    let secrets = creation.secrets
    return object(
      "create",
      [
        "workspace": .text(workspace.name), "created": .flag(creation.isNew),
        "repo": .optional(workspace.repository), "path": .optional(workspace.path),
        "image": .text(workspace.image),
        "secrets": .object([
          "enabled": .flag(secrets != nil), "dir": .optional(secrets?.folder.text),
          "mount": .optional(secrets?.mount), "codex_profile": .optional(secrets?.profile),
        ]),
        "account": .optional(workspace.account), "engine": .text(creation.engine.rawValue),
      ])
  }

  /// All workspaces.
  static func list(_ list: WorkspaceList) -> OrderedJSON {
    let workspaces = list.workspaces.map { workspace in
      OrderedJSON.object([
        "workspace": .text(workspace.name), "state": .text(workspace.state.rawValue),
        "repo": .optional(workspace.repository), "path": .optional(workspace.path),
        "image": .text(workspace.image), "account": .optional(workspace.account),
        "created_at": .moment(workspace.createdAt),
      ])
    }
    return object(
      "ls",
      [
        "engine": .text(list.engine.rawValue), "workspaces": .array(workspaces),
      ])
  }

  /// A workspace after `start` or `stop`.
  static func state(
    _ workspace: Workspace, command: String, engine: ContainerEngineKind
  ) -> OrderedJSON {
    object(
      command,
      [
        "workspace": .text(workspace.name), "state": .text(workspace.state.rawValue),
        "engine": .text(engine.rawValue),
      ])
  }

  /// What removing came to.
  static func removal(_ removal: WorkspaceRemoval, engine: ContainerEngineKind) -> OrderedJSON {
    object(
      "rm",
      [
        "workspace": .text(removal.name),
        "removed_volumes": .array(removal.removedVolumes.map(OrderedJSON.text)),
        "kept_volumes": .array(removal.keptVolumes.map(OrderedJSON.text)),
        "engine": .text(engine.rawValue),
      ])
  }

  /// What removing all of them came to.
  static func removals(
    _ removals: [WorkspaceRemoval], _ failures: [(name: String, error: any EngineError)],
    engine: ContainerEngineKind
  ) -> OrderedJSON {
    let removed = removals.map { removal in
      OrderedJSON.object([
        "workspace": .text(removal.name),
        "removed_volumes": .array(removal.removedVolumes.map(OrderedJSON.text)),
        "kept_volumes": .array(removal.keptVolumes.map(OrderedJSON.text)),
      ])
    }
    let failed = failures.map { name, error in
      OrderedJSON.object(["workspace": .text(name), "error": .error(error.report)])
    }
    return object(
      "rm",
      [
        "workspaces": .array(removed), "failed": .array(failed), "engine": .text(engine.rawValue),
      ])
  }

  /// A tunnel in the background.
  static func tunnel(_ tunnel: WorkspaceTunnel) -> OrderedJSON {
    object(
      "tunnel",
      [
        "workspace": .text(tunnel.workspace), "tunnel_name": .text(tunnel.name.text),
        "detach": .flag(tunnel.isDetached), "already_running": .flag(tunnel.wasRunning),
        "log_path": .text(tunnel.logPath),
      ])
  }

  private static var head: [OrderedJSON.Member] {
    [
      .init(key: "version", value: .text(SwopVersion.current)),
      .init(
        key: "capabilities", value: .array(WorkspaceContract.capabilities.map(OrderedJSON.text))),
    ]
  }

  private static func object(
    _ command: String, _ members: KeyValuePairs<String, OrderedJSON>
  ) -> OrderedJSON {
    .object(
      head + [.init(key: "command", value: .text(command))]
        + members.map { .init(key: $0.key, value: $0.value) })
  }
}
