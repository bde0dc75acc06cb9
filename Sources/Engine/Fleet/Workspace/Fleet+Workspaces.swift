import EngineCore

extension Fleet {
  /// Workspaces on a container engine.
  ///
  /// - Parameter engine: the engine, nil for the one of the settings or the first there is.
  /// - Returns: What can be done with them.
  /// - Throws: `WorkspaceError.engineMissing`.
  package func workspaces(on engine: ContainerEngineKind?) throws -> any WorkspaceDoor {
    let settled = configuration.settings.workspaceEngine.flatMap(ContainerEngineKind.init)
    return try Workspaces(
      on: engine ?? settled, environment: configuration.environment,
      runner: configuration.processes, access: FleetWorkspaceAccess(self),
      files: configuration.files, time: configuration.time, random: configuration.random)
  }
}
