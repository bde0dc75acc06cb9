@testable import EngineCore

extension FuzzCase {
  /// Numbers as a server may send them, on their way to a screen: any double must become a short text.
  static let numbers = FuzzCase(name: "numbers") { bytes in
    for number in doubles(in: bytes) {
      let percent = Percent.whole(left: number)
      try promise("a percentage is 0 to 100", (0...100).contains(percent))
      try promise("a percentage is short", Percent.text(left: number).count <= 4)
      try promise("a span is short", ClockText.span(seconds: number).count <= 24)
    }
  }

  /// The input as decimal text, or each eight bytes of it as a double's bits.
  private static func doubles(in bytes: [UInt8]) -> [Double] {
    if let number = Double(text(bytes)) { return [number] }
    return stride(from: 0, to: bytes.count - bytes.count % 8, by: 8).map { start in
      let bits = bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Double(bitPattern: bits)
    }
  }
}
