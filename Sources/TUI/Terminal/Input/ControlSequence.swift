import TUIKit

/// What stands behind `ESC [` or `ESC O`: parameters and a letter.
struct ControlSequence {
  private let prefix: UInt8?
  private let parameters: [Int]
  private let intermediate: UInt8?
  private let final: UInt8

  /// Reads the bytes behind the introducer, the last of which is the letter.
  init(_ bytes: ArraySlice<UInt8>) {
    var body = bytes.dropLast()
    final = bytes.last ?? 0
    prefix = body.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
    if prefix != nil { body = body.dropFirst() }
    intermediate = body.last.flatMap { (0x20...0x2F).contains($0) ? $0 : nil }
    let digits = body.prefix { !(0x20...0x2F).contains($0) }
    guard !digits.isEmpty else {
      parameters = []
      return
    }
    parameters = digits.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      // What follows a colon refines a value; the value is enough.
      let value = $0.prefix { $0 != UInt8(ascii: ":") }
      return Int(String(decoding: value, as: UTF8.self)) ?? 0
    }
  }

  /// Whether pasted text follows.
  var beginsPaste: Bool {
    prefix == nil && final == UInt8(ascii: "~") && parameters.first == 200
  }

  /// What the sequence behind `ESC [` means, nil for nothing.
  var event: InputEvent? {
    switch (prefix, intermediate) {
    case (UInt8(ascii: "<"), nil): mouse.map(InputEvent.mouse)
    case (UInt8(ascii: "?"), UInt8(ascii: "$")) where final == UInt8(ascii: "y"):
      parameters.count == 2 ? .mode(parameters[0], setting: parameters[1]) : nil
    case (nil, nil): plainEvent
    default: nil
    }
  }

  /// What the sequence behind `ESC O` means, nil for nothing.
  var shiftEvent: InputEvent? {
    letterKey.map { .key(KeyStroke($0, modifiers)) }
  }

  private var plainEvent: InputEvent? {
    switch final {
    case UInt8(ascii: "I") where parameters.isEmpty: .focus(true)
    case UInt8(ascii: "O") where parameters.isEmpty: .focus(false)
    case UInt8(ascii: "Z"): .key(KeyStroke(.tab, .shift))
    case UInt8(ascii: "~"): numberedKey.map { .key(KeyStroke($0, modifiers)) }
    case UInt8(ascii: "u"): codedKey(parameters.first ?? 0).map { .key($0) }
    default: letterKey.map { .key(KeyStroke($0, modifiers)) }
    }
  }

  /// The second parameter counts from 1: Shift 1, Alt 2, Ctrl 4.
  private var modifiers: KeyModifiers {
    let bits = (parameters.count > 1 ? parameters[1] : 1) - 1
    var held: UInt8 = 0
    for (bit, modifier) in [(1, KeyModifiers.shift), (2, .alt), (4, .control)]
    where bits > 0 && bits & bit != 0 { held |= modifier.rawValue }
    return KeyModifiers(rawValue: held)
  }

  private var letterKey: KeyStroke.Key? {
    // The place of the cursor, which a terminal tells when asked, ends in a letter as well.
    guard parameters.first ?? 1 <= 1 || parameters.count == 1 else { return nil }
    return switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "P"): .function(1)
    case UInt8(ascii: "Q"): .function(2)
    case UInt8(ascii: "R"): .function(3)
    case UInt8(ascii: "S"): .function(4)
    default: nil
    }
  }

  private var numberedKey: KeyStroke.Key? {
    switch parameters.first ?? 0 {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case let number where (11...15).contains(number): .function(number - 10)
    case let number where (17...21).contains(number): .function(number - 11)
    case 23, 24: .function((parameters.first ?? 0) - 12)
    // xterm's form for keys with modifiers that have no code of their own.
    case 27 where parameters.count == 3: codedKey(parameters[2])?.key
    default: nil
    }
  }

  private func codedKey(_ code: Int) -> KeyStroke? {
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
    if code < 0x20 || code == 0x7F {
      let stroke = ControlKeys.stroke(UInt8(code))
      return KeyStroke(stroke.key, stroke.modifiers.union(modifiers))
    }
    // Codes of keys that type nothing are in the private area.
    guard !(0xE000...0xF8FF).contains(code) else { return nil }
    return KeyStroke(.character(Character(scalar)), modifiers.subtracting(.shift))
  }

  private var mouse: MouseEvent? {
    guard parameters.count == 3 else { return nil }
    let point = Point(column: max(0, parameters[1] - 1), row: max(0, parameters[2] - 1))
    // Shift, Alt and Ctrl change nothing; 32 is motion, 64 the wheel.
    switch parameters[0] & ~0x1C {
    case 0 where final == UInt8(ascii: "M"): return MouseEvent(.click, at: point)
    case 64: return MouseEvent(.wheelUp, at: point)
    case 65: return MouseEvent(.wheelDown, at: point)
    default: return nil
    }
  }
}

/// The keys behind the control characters.
enum ControlKeys {
  /// The stroke of a byte below 0x20, or 0x7F.
  static func stroke(_ byte: UInt8) -> KeyStroke {
    switch byte {
    case 0x09: KeyStroke(.tab)
    // Some terminals send a line feed for Enter on the number pad.
    case 0x0A, 0x0D: KeyStroke(.enter)
    case 0x08, 0x7F: KeyStroke(.backspace)
    case 0x1B: KeyStroke(.escape)
    case 0x00: KeyStroke(.character(" "), .control)
    case 0x01...0x1A: KeyStroke(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
    default: KeyStroke(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
    }
  }
}
