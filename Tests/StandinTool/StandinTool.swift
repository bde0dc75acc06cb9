import Dispatch
import EngineCore
import EnginePlatform
import EngineStandin

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Serves the stand-in of the backend and the sign-in server until a signal, or the end of its input,
/// ends it.
@main
struct StandinTool {
  static func main() async {
    guard let options = StandinOptions(CommandLine.arguments.dropFirst()) else {
      fail(StandinOptions.help, status: 2)
    }
    do {
      let server = try await start(options)
      announce(server, with: options)
      await waitForEnd(options)
      await server.stop()
    } catch {
      fail("swop-standin: \(error)\n", status: 1)
    }
  }

  private static func start(_ options: StandinOptions) async throws -> StandinServer {
    let time = SystemTimeSource()
    let standin = Standin(
      accounts: try options.accounts(), settings: options.settings, time: time)
    return try await StandinServer.start(standin, port: options.port, time: time)
  }

  private static func announce(_ server: StandinServer, with options: StandinOptions) {
    let addresses = [
      ("origin", server.origin), ("second_origin", server.secondOrigin),
      ("backend", server.backendURL), ("responses", server.responsesURL),
      ("issuer", server.issuerURL), ("token", server.tokenURL), ("revoke", server.revokeURL),
      ("admin", server.adminURL),
    ]
    let members = addresses.map { ($0, StandinJSON.string($1)) }
    let line = StandinJSON.object(Dictionary(members) { $1 }).data
    write(String(decoding: line, as: UTF8.self) + "\n", to: 1)
    guard options.printsAddresses else { return }
    for (name, address) in addresses { write("\(name): \(address)\n", to: 1) }
  }

  /// SIGINT and SIGTERM end the process by themselves: there is nothing to clean up.
  private static func waitForEnd(_ options: StandinOptions) async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      DispatchQueue.global().async {
        while options.endsWithInput, readLine() != nil {}
        while !options.endsWithInput { pause() }
        done.resume()
      }
    }
  }

  // Not `print`: its buffer would keep the line from a reader on a pipe.
  private static func write(_ text: String, to descriptor: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Platform.write(descriptor, $0) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  private static func fail(_ text: String, status: Int32) -> Never {
    write(text, to: 2)
    exit(status)
  }
}

private enum Platform {
  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
