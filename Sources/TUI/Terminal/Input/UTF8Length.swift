/// How many bytes a character of UTF-8 has.
enum UTF8Length {
  /// The bytes that belong to a first byte; 0 if it is none.
  static func of(_ first: UInt8) -> Int {
    switch first {
    case ..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }

  /// Whether bytes that should follow a first one cannot.
  static func isBroken(_ rest: ArraySlice<UInt8>) -> Bool {
    rest.contains { !(0x80...0xBF).contains($0) }
  }
}
