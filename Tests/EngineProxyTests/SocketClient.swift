import EngineCore
import EngineHTTP
import EngineProxyPolicy
import TestSupport
import Testing

@testable import EngineProxy

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The client's end of a WebSocket.
actor SocketClient {
  /// The handshake was answered with another status.
  struct Refused: Error, Equatable {
    let status: Int
  }

  private let tunnel: ClientTunnel
  private var scan = WebSocketScan(isMasked: false)
  private var events: [String] = []
  /// The message that comes in pieces.
  private var long: [UInt8] = []
  /// The messages that were too long for the scan.
  private(set) var longTexts: [String] = []

  private init(_ tunnel: ClientTunnel) {
    self.tunnel = tunnel
  }

  static func open(_ scene: RelayScene) async throws -> SocketClient {
    let request = ClientRequest(
      url: try scene.addresses.openAIBaseURL + "/responses",
      headers: [
        HTTPField("authorization", "Bearer " + RelayScene.token),
        HTTPField("thread-id", "one"), HTTPField("connection", "Upgrade"),
        HTTPField("upgrade", "websocket"), HTTPField("sec-websocket-version", "13"),
        HTTPField("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        HTTPField("sec-websocket-extensions", "permessage-deflate"),
      ], limits: RelayScene.limits)
    switch try await scene.client.upgrade(request) {
    case .refused(let status, _, _): throw Refused(status: status)
    case .switched(let headers, let tunnel):
      #expect(headers.value(of: "sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
      #expect(headers.value(of: "sec-websocket-extensions") == nil)
      return SocketClient(tunnel)
    }
  }

  /// Asks for a turn.
  func ask(_ text: String) async throws {
    let body =
      #"{"type":"response.create","store":false,"stream":true,"model":"gpt-5","input":[{"role":"user","content":"#
      + #"[{"type":"input_text","text":"\#(text)"}]}]}"#
    let payload = Array(body.utf8)
    let mask: [UInt8] = [9, 8, 7, 6]
    let length = (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
    let head: [UInt8] = [0x81, 0x80 | 127] + length
    try await tunnel.write(head + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] })
  }

  /// Asks for a turn and reads its events until it is over or the socket ends.
  func turn(_ text: String) async throws -> [String] {
    try await ask(text)
    var types: [String] = []
    while let type = try await next() {
      types.append(type)
      if ["response.completed", "error", "response.failed"].contains(type) { break }
    }
    return types
  }

  /// The types of all events until the socket ends.
  func rest() async throws -> [String] {
    var types: [String] = []
    while let type = try await next() { types.append(type) }
    return types
  }

  /// The type of the next event, nil at the socket's end, which closes it here too.
  func next() async throws -> String? {
    while events.isEmpty {
      guard let bytes = try? await tunnel.read(limit: .seconds(30)) else {
        await tunnel.close()
        return nil
      }
      for piece in scan.take(bytes) { take(piece) }
    }
    return events.removeFirst()
  }

  private func take(_ piece: WebSocketScan.Piece) {
    switch piece {
    case .text(let data, _): note(String(decoding: data, as: UTF8.self))
    case .long(_, let raw): long = raw
    case .other(let raw): if !long.isEmpty { long += raw }
    case .longEnd:
      // After the head of the one frame.
      let text = String(decoding: long.dropFirst(10), as: UTF8.self)
      long = []
      longTexts.append(text)
      note(text)
    case .close, .invalid: break
    }
  }

  private func note(_ text: String) {
    events.append(text.firstMatch(of: /"type":"([^"]*)"/).map { String($0.1) } ?? "?")
  }

  func close() async { await tunnel.close() }
}

/// A connection to a port of this machine that says whatever it likes.
struct RawPeer: Sendable {
  private let descriptor: Int32

  /// Connects; nil when no one listens.
  init?(port: UInt16) {
    guard let descriptor = LoopbackSocket.connect(port: port) else { return nil }
    self.descriptor = descriptor
  }

  /// Sends a few bytes.
  func say(_ bytes: [UInt8]) { _ = send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

  /// Whether the other side answers or closes within ten seconds.
  func hears(_ time: any TimeSource) async -> Bool {
    for _ in 0..<1_000 {
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if systemPoll(&poll) { return true }
      try? await time.sleep(for: .milliseconds(10))
    }
    return false
  }

  /// Closes.
  func close() {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  private func systemPoll(_ poll: inout pollfd) -> Bool {
    #if canImport(Glibc)
      Glibc.poll(&poll, 1, 0) == 1
    #else
      Darwin.poll(&poll, 1, 0) == 1
    #endif
  }
}
