import EngineCore

/// Values kept as JSON in a column. Moments are seconds since 1970, keys are sorted.
enum StoredJSON {
  /// The text of a value.
  static func text(
    of value: some Encodable, for path: FilePath
  ) throws(StoreError) -> String {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .secondsSince1970
    encoder.outputFormatting = [.sortedKeys]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw .unusable(path: path, detail: "a value cannot be written as JSON")
    }
  }

  /// The value of a text, nil if it is not one.
  static func value<Value: Decodable>(_ type: Value.Type, from text: String) -> Value? {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .custom { decoder in
      let seconds = try decoder.singleValueContainer().decode(Double.self)
      return Date(timeIntervalSince1970: seconds).withinCalendar
    }
    return try? decoder.decode(type, from: Data(text.utf8))
  }
}
