import CSystem
import EngineCore

@testable import EngineHTTP

/// A client that sends bytes exactly as a test says and reads answers as they come.
actor RawClient {
  struct Answer: Hashable {
    var status: Int
    var headers: [HTTPField]
    var body: String
  }

  private let stream: ByteStream
  private var buffer: [UInt8] = []
  private var hasEnded = false

  nonisolated let loop: EventLoop
  nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

  init(_ address: ServerAddress, on loop: EventLoop) async throws {
    let descriptor =
      switch address {
      case .loopback(let host, let port): csystem_connect_tcp(host, port)
      case .unixSocket(let path): csystem_connect_unix(path.text)
      }
    guard descriptor >= 0 else {
      throw HTTPServerError.cannotListen(address: address.name, reason: "\(-descriptor)")
    }
    self.loop = loop
    stream = ByteStream(descriptor, on: loop)
    await stream.begin()
  }

  func send(_ text: String) async throws { try await stream.write(text.utf8) }

  func send(_ bytes: [UInt8]) async throws { try await stream.write(bytes) }

  func finishWriting() async { await stream.finishWriting() }

  func close(reset: Bool = false) async { await stream.close(reset: reset) }

  /// Everything up to the end of the connection; a reset counts as one.
  func readToEnd() async -> String {
    while await fill() {}
    defer { buffer = [] }
    return String(decoding: buffer, as: UTF8.self)
  }

  /// Text up to and including a mark, nil if the connection ends before.
  func read(through mark: String) async -> String? {
    while true {
      let text = String(decoding: buffer, as: UTF8.self)
      if let range = text.firstRange(of: mark) {
        let taken = String(text[..<range.upperBound])
        buffer.removeFirst(taken.utf8.count)
        return taken
      }
      guard await fill() else { return nil }
    }
  }

  /// The next whole answer, nil if the connection ends before.
  func answer(toHead: Bool = false) async -> Answer? {
    guard let head = await read(through: "\r\n\r\n") else { return nil }
    let lines = head.split(separator: "\r\n")
    let fields = lines.dropFirst().map { line in
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return HTTPField(String(parts[0]), String(parts[1].dropFirst()))
    }
    let status = Int(lines[0].split(separator: " ")[1]) ?? 0
    var answer = Answer(status: status, headers: fields, body: "")
    if toHead || status < 200 || status == 204 || status == 304 { return answer }
    if let length = fields.value(of: "content-length").flatMap({ Int($0) }) {
      guard let body = await read(count: length) else { return nil }
      answer.body = body
    } else if fields.value(of: "transfer-encoding") == "chunked" {
      guard let body = await readChunks() else { return nil }
      answer.body = body
    } else {
      answer.body = await readToEnd()
    }
    return answer
  }

  private func readChunks() async -> String? {
    var body = ""
    while let line = await read(through: "\r\n"), let size = Int(line.dropLast(1), radix: 16) {
      guard let chunk = await read(count: size), await read(count: 2) == "\r\n" else { return nil }
      if size == 0 { return body }
      body += chunk
    }
    return nil
  }

  private func read(count: Int) async -> String? {
    while buffer.count < count {
      guard await fill() else { return nil }
    }
    defer { buffer.removeFirst(count) }
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }

  private func fill() async -> Bool {
    guard !hasEnded, let bytes = try? await stream.read() else {
      hasEnded = true
      return false
    }
    buffer += bytes
    return true
  }
}
