import EngineCore
import EnginePlatform

/// The curl program as a transport that follows nothing; enough for codex's own port.
struct LoopbackCurl: HTTPTransport {
  let runner: PosixProcessRunner

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    guard let (status, location) = await ask(request.url) else { throw .unreachable(host: "codex") }
    let headers = location.isEmpty ? [] : [HTTPField("Location", location)]
    return HTTPResponse(status: status, headers: headers)
  }

  /// Where an address leads to, nil if nowhere.
  func redirection(of address: String) async -> String? {
    await ask(address).flatMap { $0.location.isEmpty ? nil : $0.location }
  }

  private func ask(_ address: String) async -> (status: Int, location: String)? {
    let command = ProcessCommand(
      executable: "/usr/bin/curl",
      arguments: [
        "-s", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}",
        Argument(address),
      ], environment: ProcessEnvironment())
    guard let output = try? await runner.run(command, limit: .seconds(20)) else { return nil }
    let words = String(decoding: output.standardOutput.reveal(), as: UTF8.self)
      .split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard let status = words.first.flatMap({ Int($0) }), status > 0 else { return nil }
    return (status, words.count > 1 ? String(words[1]) : "")
  }
}
