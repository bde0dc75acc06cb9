import Engine
import EngineCore
import EnginePlatform

extension CompositionRoot {
  /// Refuses a root that other users could change, before anything in it is read or made.
  ///
  /// - Returns: What was mended on the way, one sentence each.
  /// - Throws: `RootPermissionError`.
  static func requireSafeRoot(
    _ variables: ProcessEnvironment, files: DiskFileSystem
  ) throws(RootPermissionError) -> [String] {
    guard let permissions = permissions(variables, files: files) else { return [] }
    return try permissions.check().compactMap { loose in
      // Others cannot reach it, so that a mode that stays as it is does no harm.
      guard (try? files.setMode(loose.path, loose.mode)) != nil else { return nil }
      return "\(loose.path) could be written by others; its mode is now \(loose.mode)."
    }
  }

  /// What `doctor --fix` does to a root that is refused.
  static func mendRoot(
    _ variables: ProcessEnvironment, files: DiskFileSystem, isTrial: Bool
  ) -> DoctorReport {
    guard let permissions = permissions(variables, files: files) else {
      return DoctorReport(checks: [.root], findings: [])
    }
    return RootMending(permissions, files: files, user: ThisMachine().currentUser)
      .mend(isTrial: isTrial)
  }

  /// Nil without a home: every command says so by itself.
  private static func permissions(
    _ variables: ProcessEnvironment, files: DiskFileSystem
  ) -> RootPermissions? {
    guard let directories = try? UserDirectories(environment: variables) else { return nil }
    return RootPermissions(
      layout: SandboxLayout(root: directories.root, sharedHome: directories.codexHome),
      files: files, caller: FileOwners(ThisMachine()))
  }
}
