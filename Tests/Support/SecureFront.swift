package import EngineCore
import EnginePlatform

/// HTTP/2 over TLS before a plain server on loopback, by nginx, with a certificate that no one signed: what
/// the stand-in itself does not speak.
package final class SecureFront: Sendable {
  /// nginx did not come up.
  package struct NotStarted: Error {}

  /// Whether there is an nginx.
  package static let isPossible = [
    "/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin",
  ].contains { DiskFileSystem().exists(FilePath($0) / "nginx") }

  private let folder: TemporaryFolder
  private let process: any ConversingProcess

  /// Its address.
  package let origin: String
  /// The certificate that it shows.
  package var certificate: FilePath { folder / "certificate" }
  /// Where it writes down its answers.
  package var answerLog: FilePath { folder / "answers" }

  /// Starts before a backend.
  package init(before backend: String) async throws {
    folder = try TemporaryFolder()
    process = try PosixProcessRunner().start(
      ProcessCommand(
        executable: FilePath(#filePath).parent.parent / "Tools" / "h2-front",
        arguments: [Argument(folder.path.text), Argument(backend)],
        environment: ProcessEnvironment(["PATH": "/usr/bin:/bin"]), directory: folder.path))
    guard let port = try await process.readLine() else { throw NotStarted() }
    origin = "https://127.0.0.1:" + port
  }

  /// Ends it.
  package func close() async { await process.finish(grace: .seconds(5)) }
}
