package import EngineCore
import EnginePlatform

/// A real codex, for tests that only the real one can pass.
package struct RealCodex: Sendable {
  /// The variable that names a folder with one folder a version.
  package static let variable = "SWOP_TEST_CODEX_DIR"
  /// The versions that tests use, newest first.
  package static let versions = ["0.163.0", "0.156.0", "0.144.4"]

  /// The program.
  package let executable: FilePath

  /// Finds a version.
  ///
  /// - Throws: `RealCodexMissing`, which fails the test: a proof that did not run is none.
  package init(version: String) throws {
    guard let folder = ProcessInfo.processInfo.environment[Self.variable], !folder.isEmpty else {
      throw RealCodexMissing.variableUnset
    }
    executable = FilePath(folder) / version / "codex_cli_bin" / "bin" / "codex"
    guard DiskFileSystem().exists(executable) else {
      throw RealCodexMissing.notThere(executable)
    }
  }

  /// A command that knows nothing of the machine's own codex: its CODEX_HOME and HOME are the given
  /// folders, and no proxy comes between.
  package func command(
    _ arguments: [String], home: FilePath, environment: [String: String] = [:]
  ) -> ProcessCommand {
    var values = [
      "CODEX_HOME": home.text, "HOME": home.text, "PATH": "/usr/bin:/bin", "TERM": "dumb",
      "NO_PROXY": "127.0.0.1,localhost,::1", "no_proxy": "127.0.0.1,localhost,::1",
    ]
    values.merge(environment) { $1 }
    return ProcessCommand(
      executable: executable, arguments: arguments.map { Argument($0) },
      environment: ProcessEnvironment(values), directory: home)
  }
}

/// Why there is no real codex.
package enum RealCodexMissing: Error, CustomStringConvertible {
  case variableUnset
  case notThere(FilePath)

  package var description: String {
    switch self {
    case .variableUnset:
      "This test needs the real codex: set \(RealCodex.variable) to a folder of its versions."
    case .notThere(let path): "This test needs the real codex at \(path)."
    }
  }
}
