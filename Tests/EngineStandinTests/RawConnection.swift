import Dispatch
import EngineCore
import EngineStandin
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A connection that sends text and reads what comes, on a thread of its own.
final class RawConnection: Sendable {
  private let descriptor: Int32
  private let queue = DispatchQueue(label: "raw connection")

  /// Connects to a port of 127.0.0.1.
  init(origin: String) throws {
    let port = try #require(origin.split(separator: ":").last.flatMap { UInt16($0) })
    descriptor = try #require(LoopbackSocket.connect(port: port))
  }

  deinit { close(descriptor) }

  /// Sends a request whose body has its length announced.
  func send(
    _ method: String, _ target: String, bearer: String? = nil, body: StandinJSON? = nil
  ) async {
    let body = body.map { String(decoding: $0.data, as: UTF8.self) } ?? ""
    var text = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
    if let bearer { text += "Authorization: Bearer \(bearer)\r\n" }
    text += "Content-Length: \(body.utf8.count)\r\n\r\n" + body
    let bytes = Array(text.utf8)
    await onQueue { [descriptor] in _ = write(descriptor, bytes, bytes.count) }
  }

  /// Leaves: the server sees the end of the connection.
  func leave() async {
    await onQueue { [descriptor] in _ = shutdown(descriptor, Int32(SHUT_RDWR)) }
  }

  /// What comes until the connection ends, or until a mark has come.
  func read(until mark: String? = nil) async -> String {
    await onQueue { [descriptor] in
      var received: [UInt8] = []
      var room = [UInt8](repeating: 0, count: 65_536)
      while true {
        let text = String(decoding: received, as: UTF8.self)
        if let mark, text.contains(mark) { return text }
        let count = recv(descriptor, &room, room.count, 0)
        guard count > 0 else { return text }
        received += room[..<count]
      }
    }
  }

  private func onQueue<Result: Sendable>(
    _ work: @escaping @Sendable () -> Result
  ) async -> Result {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: work()) }
    }
  }
}
