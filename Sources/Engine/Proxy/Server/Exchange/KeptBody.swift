import EngineCore
import EngineHTTP
import Synchronization

/// A request's body, kept so that it can be sent again. Its room is given back when it is let go, which
/// is as soon as the client has seen a byte of an answer: then nothing is sent again.
final class KeptBody: Sendable {
  private let data: Mutex<Data>
  private let room: BodyRoom

  private init(_ data: Data, room: BodyRoom) {
    self.data = Mutex(data)
    self.room = room
  }

  deinit {
    release()
  }

  /// Reads a whole body.
  ///
  /// - Returns: The body, nil when there is no room for it.
  /// - Throws: `HTTPServerError`.
  static func read(
    _ request: ServerRequest, room: BodyRoom
  ) async throws(HTTPServerError) -> KeptBody? {
    var data = Data()
    do {
      while let part = try await request.nextChunk() {
        guard room.take(part.count) else {
          room.giveBack(data.count)
          return nil
        }
        data.append(contentsOf: part)
      }
    } catch {
      room.giveBack(data.count)
      throw error
    }
    return KeptBody(data, room: room)
  }

  /// The bytes; none once it was let go.
  var bytes: [UInt8] { data.withLock { Array($0) } }

  /// The body as the client sends it.
  var clientBody: ClientBody {
    let data = data.withLock { $0 }
    return data.isEmpty ? .none : .bytes(Redacted(data))
  }

  /// Lets the bytes go.
  func release() {
    let count = data.withLock { data in
      defer { data = Data() }
      return data.count
    }
    room.giveBack(count)
  }
}

/// How many bytes of request bodies are kept at once, all requests together: each one is bounded by the
/// server, but thousands of them are not.
final class BodyRoom: Sendable {
  private let limit: Int
  private let taken = Mutex(0)

  /// Room for `limit` bytes.
  init(limit: Int) {
    self.limit = limit
  }

  /// Takes room.
  ///
  /// - Returns: Whether there was enough.
  func take(_ count: Int) -> Bool {
    taken.withLock { taken in
      guard taken + count <= limit else { return false }
      taken += count
      return true
    }
  }

  /// Gives room back.
  func giveBack(_ count: Int) {
    taken.withLock { $0 -= count }
  }
}
