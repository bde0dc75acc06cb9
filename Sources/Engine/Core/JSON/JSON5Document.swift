/// A JSON5 text with the places of everything in it. Keys are read here, because two equal ones must be
/// found; values are read by Foundation's decoder when they are asked for.
package struct JSON5Document: Hashable, Sendable {
  /// The text.
  package let bytes: [UInt8]
  /// Its one value.
  package let root: JSON5Node

  /// More levels than this are refused, so that no text can exhaust the stack.
  package static let depthLimit = 64

  /// Reads a text.
  ///
  /// - Throws: `JSON5Error` with the first place that is wrong.
  package init(_ bytes: [UInt8]) throws(JSON5Error) {
    self.bytes = bytes
    var parser = try JSON5Parser(bytes)
    root = try parser.document()
  }

  /// The value at a path of keys, nil if there is none.
  package func node(at path: [String]) -> JSON5Node? {
    path.reduce(root as JSON5Node?) { node, key in
      node?.members?.first { $0.key == key }?.value
    }
  }

  /// A value as Foundation's decoder reads it, nil if it is not of that type.
  package func decode<Value: Decodable>(_ type: Value.Type, of node: JSON5Node) -> Value? {
    JSON5Decoding.decode(type, from: bytes[node.range])
  }
}
