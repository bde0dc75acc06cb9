package import EngineCore

/// Finds the container engine of this machine.
package struct EngineSearch: Sendable {
  private let files: any FileSystem
  private let environment: ProcessEnvironment

  /// A search along `PATH`.
  package init(files: any FileSystem, environment: ProcessEnvironment) {
    self.files = files
    self.environment = environment
  }

  /// The engine that was asked for, else the first one there is.
  ///
  /// - Throws: `WorkspaceError.engineMissing`.
  package func find(
    _ wanted: ContainerEngineKind?
  ) throws(WorkspaceError) -> (kind: ContainerEngineKind, executable: FilePath) {
    for kind in wanted.map({ [$0] }) ?? ContainerEngineKind.allCases {
      if let executable = program(kind.rawValue) { return (kind, executable) }
    }
    throw .engineMissing(wanted)
  }

  private func program(_ name: String) -> FilePath? {
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    return folders.lazy.map { FilePath(String($0)) / name }.first { path in
      (try? files.status(files.resolve(path)))?.kind == .file && files.mayAccess(path, .execute)
    }
  }
}
