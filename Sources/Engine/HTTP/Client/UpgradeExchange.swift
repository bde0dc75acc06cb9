import CSystem
package import EngineCore

/// Asks a server over a tunnel to change the protocol (RFC 9110, 7.8).
struct UpgradeExchange {
  /// All heads together: interim answers may be endless.
  private static let headLimit = 1 << 16
  private static let bodyLimit = 1 << 16
  private static let bodyTimeLimit = Duration.seconds(5)

  let tunnel: ClientTunnel
  let request: ClientRequest
  let target: TargetAddress

  /// Sends the request and reads what the server says.
  ///
  /// - Throws: `HTTPError`; the tunnel is then the caller's to close, as after a refusal.
  func run() async throws(HTTPError) -> ClientUpgrade {
    try await tunnel.write(Array(try head().utf8), limit: request.limits.head)
    let deadline = request.limits.head.map { Self.uptime + $0 }
    var bytes: [UInt8] = []
    var room = Self.headLimit
    while true {
      let (status, headers, rest) = try await answerHead(bytes, &room, until: deadline)
      // Interim answers come before the real one.
      if (100..<200).contains(status), status != 101 {
        bytes = rest
        continue
      }
      if status == 101 {
        await tunnel.giveBack(rest[...])
        return .switched(headers: headers, tunnel)
      }
      return .refused(
        status: status, headers: headers, body: await body(headers, beginningWith: rest))
    }
  }

  private func head() throws(HTTPError) -> String {
    var head = "\(request.method) \(target.path) HTTP/1.1\r\nHost: \(target.authority)\r\n"
    for field in request.headers.reveal() where !field.isNamed("host") {
      guard (try? AnswerFraming.check(field)) != nil else {
        throw .malformed(host: target.host, detail: "a header field cannot be sent")
      }
      head += field.name + ": " + field.value + "\r\n"
    }
    return head + "\r\n"
  }

  private static var uptime: Duration { .nanoseconds(csystem_monotonic_nanoseconds()) }

  /// The next head.
  ///
  /// - Parameters:
  ///   - beginning: What was read of it already.
  ///   - room: How many bytes heads may still have; each takes its own away.
  ///   - deadline: When all heads must have arrived, nil for never.
  /// - Returns: Its status, its fields, and what was read behind it.
  /// - Throws: `HTTPError.tooLarge`, `.cut`, `.malformed`, `.timedOutAfterSending`, `.cancelled`.
  private func answerHead(
    _ beginning: [UInt8], _ room: inout Int, until deadline: Duration?
  ) async throws(HTTPError) -> (status: Int, headers: [HTTPField], rest: [UInt8]) {
    var bytes = beginning
    let mark = Array("\r\n\r\n".utf8)
    while true {
      if let end = bytes.firstRange(of: mark) {
        room -= end.upperBound
        guard room >= 0 else { throw .tooLarge(host: target.host) }
        let (status, headers) = try parsed(bytes[..<end.lowerBound])
        return (status, headers, Array(bytes[end.upperBound...]))
      }
      guard bytes.count < room else { throw .tooLarge(host: target.host) }
      let patience = deadline.map { max(.zero, $0 - Self.uptime) }
      guard let more = try await tunnel.read(limit: patience) else {
        throw .cut(host: target.host)
      }
      bytes += more
    }
  }

  private func parsed(_ head: ArraySlice<UInt8>) throws(HTTPError) -> (Int, [HTTPField]) {
    let lines = head.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
    let words = (lines.first ?? []).split(separator: UInt8(ascii: " "))
    guard let version = words.first, version.starts(with: "HTTP/1.".utf8), words.count >= 2,
      let status = Int(FieldParser.text(words[1])), (100...599).contains(status)
    else { throw .malformed(host: target.host, detail: "the status line is invalid") }
    let fields = lines.dropFirst().compactMap { try? FieldParser.field($0) }
    return (status, fields)
  }

  /// The beginning of a refusal's body; what cannot be had is left out.
  private func body(_ headers: [HTTPField], beginningWith rest: [UInt8]) async -> [UInt8] {
    let length = headers.first { $0.isNamed("content-length") }.flatMap { Int($0.value) }
    let isChunked = headers.contains { $0.isNamed("transfer-encoding") }
    var queue = ByteQueue()
    var decoder = ChunkedDecoder()
    var body: [UInt8] = []
    queue.append(rest)
    let deadline = Self.uptime + Self.bodyTimeLimit
    let wanted = min(max(0, length ?? Self.bodyLimit), Self.bodyLimit)
    while body.count < wanted {
      if isChunked {
        loop: while body.count < wanted {
          switch try? decoder.next(&queue, limit: Self.bodyLimit) {
          case .data(let bytes)?: body += bytes
          case .starved?: break loop
          case .end?, nil: return body
          }
        }
      } else {
        body += queue.take(queue.count)
      }
      guard body.count < wanted, Self.uptime < deadline,
        let more = try? await tunnel.read(limit: deadline - Self.uptime)
      else { break }
      queue.append(more)
    }
    return Array(body.prefix(wanted))
  }
}

/// What a server says to a request that asks to change the protocol.
package enum ClientUpgrade: Sendable {
  /// It agreed: 101 with these fields; the connection is the caller's to close.
  case switched(headers: [HTTPField], ClientTunnel)
  /// It did not: the answer, with at most 64 KiB of its body. The connection is closed.
  case refused(status: Int, headers: [HTTPField], body: [UInt8])
}

extension HTTPClient {
  /// Asks a server to change the protocol, over a connection of its own and HTTP/1.1.
  ///
  /// - Parameter request: Its method, address, fields and limits count; it has no body.
  /// - Returns: What the server says; a tunnel is the caller's to close.
  /// - Throws: `HTTPError`.
  package func upgrade(_ request: ClientRequest) async throws(HTTPError) -> ClientUpgrade {
    guard let target = TargetAddress(url: request.url) else {
      throw .malformed(host: "", detail: "the address is invalid")
    }
    try prepareTunnels()
    guard let handle = TunnelHandle() else {
      throw .unavailable(detail: "libcurl gives no handle")
    }
    EasySetup.applyTunnel(handle.easy, url: request.url, target, request.limits, settings)
    let tunnel = ClientTunnel(handle, host: target.host, of: self)
    do throws(HTTPError) {
      try await tunnel.connect()
      let answer = try await UpgradeExchange(tunnel: tunnel, request: request, target: target).run()
      if case .refused = answer { await tunnel.close() }
      return answer
    } catch {
      await tunnel.close()
      throw error
    }
  }
}
