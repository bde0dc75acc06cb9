import EngineCore
import EngineProxyPolicy

extension FuzzCase {
  /// Frames of a WebSocket that pass through the proxy: every byte comes out once and in its order, and
  /// pieces mean what the whole means.
  static let webSocket = FuzzCase(name: "websocket") { bytes in
    // The first byte says which direction it is and how the rest is cut.
    guard let first = bytes.first else { return }
    let stream = Array(bytes.dropFirst())
    let isMasked = first & 1 == 1

    var whole = WebSocketScan(isMasked: isMasked)
    let atOnce = whole.take(stream)
    var scan = WebSocketScan(isMasked: isMasked)
    var pieces: [WebSocketScan.Piece] = []
    let size = Int(first) % 31 + 1
    for start in stride(from: 0, to: stream.count, by: size) {
      pieces += scan.take(Array(stream[start..<min(start + size, stream.count)]))
    }

    try promise("bytes come out as they came in", stream.starts(with: atOnce.flatMap(raw)))
    try promise("so do pieces", stream.starts(with: pieces.flatMap(raw)))
    try promise("pieces hold the messages of the whole", texts(pieces) == texts(atOnce))
    try promise("and the beginnings of the others", beginnings(pieces) == beginnings(atOnce))
    try promise("no message ends that did not begin", ends(pieces) <= beginnings(pieces).count)
    for text in texts(atOnce) {
      _ = StreamEvent(data: text[...], at: Date(timeIntervalSince1970: 0))
    }
  }

  /// An event stream that passes through the proxy: bytes come out once and in their order.
  static let eventStream = FuzzCase(name: "eventstream") { bytes in
    guard let first = bytes.first else { return }
    let stream = Array(bytes.dropFirst())
    var scan = EventStreamScan()
    var passed: [UInt8] = []
    let size = Int(first) % 61 + 1
    for start in stride(from: 0, to: stream.count, by: size) {
      let part = Array(stream[start..<min(start + size, stream.count)])
      switch scan.take(part, at: Date(timeIntervalSince1970: 0)) {
      case .hold: break
      case .pass(let more): passed += more
      case .failed: return
      }
    }
    if !scan.hasPassed { passed += scan.release() }
    try promise("bytes come out as they came in", passed == stream)
  }

  private static func raw(_ piece: WebSocketScan.Piece) -> [UInt8] {
    switch piece {
    case .text(_, let raw), .close(let raw): raw
    case .long(_, let raw), .other(let raw), .invalid(let raw): raw
    case .longEnd: []
    }
  }

  private static func beginnings(_ pieces: [WebSocketScan.Piece]) -> [[UInt8]] {
    pieces.compactMap { if case .long(let beginning, _) = $0 { beginning } else { nil } }
  }

  private static func ends(_ pieces: [WebSocketScan.Piece]) -> Int {
    pieces.count { $0 == .longEnd }
  }

  private static func texts(_ pieces: [WebSocketScan.Piece]) -> [[UInt8]] {
    pieces.compactMap { piece in
      if case .text(let data, _) = piece { data } else { nil }
    }
  }
}
