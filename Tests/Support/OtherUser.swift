import EngineCore
import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs programs as another user of this machine, for what only the system can tell apart.
package enum OtherUser {
  /// Whether this process may do that: root on Linux, with `setpriv` and `curl`.
  package static var isAvailable: Bool {
    let programs: [String] = ["/usr/bin/setpriv", "/usr/bin/curl"]
    return geteuid() == 0 && programs.allSatisfy { access($0, X_OK) == 0 }
  }

  /// Runs a program as `nobody`.
  ///
  /// - Returns: What it printed.
  package static func run(_ program: String, _ words: [String]) async throws -> String {
    let drop = ["--reuid=65534", "--regid=65534", "--clear-groups", program]
    let output = try await PosixProcessRunner().run(
      ProcessCommand(
        executable: "/usr/bin/setpriv", arguments: (drop + words).map { Argument($0) },
        environment: ProcessEnvironment(["PATH": "/usr/bin:/bin"])), limit: .seconds(20))
    return String(decoding: output.standardOutput.reveal(), as: UTF8.self)
  }
}
