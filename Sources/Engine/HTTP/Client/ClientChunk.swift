/// What comes next of an answer's body.
package enum ClientChunk: Hashable, Sendable {
  /// A part of it.
  case bytes([UInt8])
  /// Its end.
  case end
  /// Nothing yet, for as long as was to be waited; the answer goes on.
  case late
}
