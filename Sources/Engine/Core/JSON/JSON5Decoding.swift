/// Foundation's decoder, set to JSON5.
enum JSON5Decoding {
  /// The value of one complete piece of JSON5, nil if it is not of that type.
  static func decode<Value: Decodable>(_ type: Value.Type, from bytes: ArraySlice<UInt8>) -> Value?
  {
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    return try? decoder.decode(type, from: Data(bytes))
  }
}
