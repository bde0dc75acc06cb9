import EngineHTTP
import EngineKernel

/// A request's body, kept so that it can be sent again; its room is given back when it is let go.
final class KeptBody: Sendable {
  /// The bytes.
  let bytes: [UInt8]
  private let room: BodyRoom

  private init(_ bytes: [UInt8], room: BodyRoom) {
    self.bytes = bytes
    self.room = room
  }

  deinit {
    room.giveBack(bytes.count)
  }

  /// Reads a whole body.
  ///
  /// - Returns: The body, nil when there is no room for it.
  /// - Throws: `HTTPServerError`.
  static func read(
    _ request: ServerRequest, room: BodyRoom
  ) async throws(HTTPServerError) -> KeptBody? {
    var bytes: [UInt8] = []
    do {
      while let part = try await request.nextChunk() {
        guard room.take(part.count) else {
          room.giveBack(bytes.count)
          return nil
        }
        if bytes.isEmpty { bytes = part } else { bytes += part }
      }
    } catch {
      room.giveBack(bytes.count)
      throw error
    }
    return KeptBody(bytes, room: room)
  }

  /// The body as the client sends it.
  var clientBody: ClientBody {
    bytes.isEmpty ? .none : .bytes(Redacted(Data(bytes)))
  }
}
