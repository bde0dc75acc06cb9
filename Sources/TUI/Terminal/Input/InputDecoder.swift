import TUIKit

/// Makes keys, pastes and mouse events of the bytes a terminal sends. A sequence it does not know means
/// nothing: it never arrives as letters.
///
/// Bytes may come in any portions. A lone Esc cannot be told from the beginning of a sequence until some
/// time has passed: while `isPending`, the owner waits `escapeDelay` and then calls `flush`.
struct InputDecoder: Sendable {
  /// How long the rest of a sequence may take.
  static let escapeDelay = Duration.milliseconds(25)
  /// How long a paste may pause before it counts as over.
  static let pasteDelay = Duration.seconds(1)
  /// Of a longer paste the rest is dropped, in bytes.
  static let pasteLimit = 1 << 20

  private var bytes: [UInt8] = []
  private var pasted: [UInt8]?

  /// A decoder that has seen nothing.
  init() {}

  /// Whether what came so far is the beginning of something.
  var isPending: Bool { !bytes.isEmpty || pasted != nil }

  /// How long to wait for the rest.
  var patience: Duration { pasted == nil ? Self.escapeDelay : Self.pasteDelay }

  /// Takes bytes.
  ///
  /// - Returns: What is complete now.
  mutating func feed(_ input: some Sequence<UInt8>) -> [InputEvent] {
    bytes.append(contentsOf: input)
    var events: [InputEvent] = []
    while let event = next() { if let event { events.append(event) } }
    return events
  }

  /// Decides about a beginning whose rest did not come: Esc, or Alt and a key; what else it was is dropped.
  mutating func flush() -> [InputEvent] {
    defer { bytes = [] }
    if pasted != nil { return [endPaste(with: bytes)] }
    switch bytes.count {
    case 1 where bytes[0] == 0x1B: return [.key(KeyStroke(.escape))]
    case 2 where bytes[0] == 0x1B:
      return [.key(KeyStroke(.character(Character(Unicode.Scalar(bytes[1]))), .alt))]
    default: return []
    }
  }

  /// Forgets everything.
  mutating func reset() { self = InputDecoder() }

  /// The next event, `.some(nil)` for bytes that mean nothing, nil when more bytes are needed.
  private mutating func next() -> InputEvent?? {
    if pasted != nil { return nextOfPaste() }
    guard let first = bytes.first else { return nil }
    if first == 0x1B { return nextOfEscape() }
    if first < 0x20 || first == 0x7F {
      bytes.removeFirst()
      return .some(.key(ControlKeys.stroke(first)))
    }
    return nextOfText()
  }

  private mutating func nextOfText(_ start: Int = 0, _ modifiers: KeyModifiers = []) -> InputEvent??
  {
    let length = UTF8Length.of(bytes[start])
    guard bytes.count >= start + max(1, length) else {
      // A byte that cannot follow ends the wait.
      return UTF8Length.isBroken(bytes[(start + 1)...]) ? drop(start + 1) : nil
    }
    guard length > 0, let text = String(validating: bytes[start..<start + length], as: UTF8.self),
      let character = text.first
    else { return drop(start + 1) }
    bytes.removeFirst(start + length)
    return .some(.key(KeyStroke(.character(character), modifiers)))
  }

  private mutating func nextOfEscape() -> InputEvent?? {
    guard bytes.count > 1 else { return nil }
    switch bytes[1] {
    case 0x1B:
      bytes.removeFirst()
      return .some(.key(KeyStroke(.escape)))
    case UInt8(ascii: "["): return nextOfControlSequence()
    case UInt8(ascii: "O"): return nextOfShiftSequence()
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return nextOfString()
    case let byte where byte < 0x20 || byte == 0x7F:
      bytes.removeFirst(2)
      let stroke = ControlKeys.stroke(byte)
      return .some(.key(KeyStroke(stroke.key, stroke.modifiers.union(.alt))))
    default: return nextOfText(1, .alt)
    }
  }

  private mutating func nextOfControlSequence() -> InputEvent?? {
    guard bytes.count > 2 else { return nil }
    // The oldest form of mouse reports: three bytes that look like letters.
    if bytes[2] == UInt8(ascii: "M") { return bytes.count >= 6 ? drop(6) : nil }
    // The function keys of the Linux console.
    if bytes[2] == UInt8(ascii: "[") {
      guard bytes.count > 3 else { return nil }
      let number = Int(bytes[3]) - 0x40
      bytes.removeFirst(4)
      return .some((1...5).contains(number) ? .key(KeyStroke(.function(number))) : nil)
    }
    guard let end = bytes[2...].firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      return bytes.count > 128 ? drop(bytes.count) : nil
    }
    guard (0x40...0x7E).contains(bytes[end]) else { return drop(end) }
    let sequence = ControlSequence(bytes[2...end])
    bytes.removeFirst(end + 1)
    if sequence.beginsPaste { pasted = [] }
    return .some(sequence.event)
  }

  private mutating func nextOfShiftSequence() -> InputEvent?? {
    guard let end = bytes[2...].firstIndex(where: { !(0x30...0x3F).contains($0) }) else {
      return bytes.count > 16 ? drop(bytes.count) : nil
    }
    let sequence = ControlSequence(bytes[2...end])
    bytes.removeFirst(end + 1)
    return .some(sequence.shiftEvent)
  }

  /// Strings the terminal sends, up to their end: answers to questions we did not ask.
  private mutating func nextOfString() -> InputEvent?? {
    for index in bytes.indices.dropFirst(2) {
      if bytes[index] == 0x07 { return drop(index + 1) }
      if bytes[index] == 0x1B, index + 1 < bytes.count {
        return drop(bytes[index + 1] == UInt8(ascii: "\\") ? index + 2 : index)
      }
    }
    return bytes.count > 1 << 16 ? drop(bytes.count) : nil
  }

  private mutating func nextOfPaste() -> InputEvent?? {
    let mark = Array("\u{1B}[201~".utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: mark) }
    guard let start else {
      // The beginning of the mark may be at the end.
      let kept = min(bytes.count, mark.count - 1)
      append(bytes.dropLast(kept))
      bytes.removeFirst(bytes.count - kept)
      return nil
    }
    let rest = Array(bytes[..<start])
    bytes.removeFirst(start + mark.count)
    return .some(endPaste(with: rest))
  }

  private mutating func append(_ part: some Collection<UInt8>) {
    let room = Self.pasteLimit - (pasted?.count ?? 0)
    pasted?.append(contentsOf: part.prefix(room))
  }

  private mutating func endPaste(with rest: [UInt8]) -> InputEvent {
    append(rest)
    defer { pasted = nil }
    return .paste(String(decoding: pasted ?? [], as: UTF8.self))
  }

  private mutating func drop(_ count: Int) -> InputEvent?? {
    bytes.removeFirst(count)
    return .some(nil)
  }
}

/// What the bytes of a terminal mean.
enum InputEvent: Hashable, Sendable {
  /// A key.
  case key(KeyStroke)
  /// Text that was pasted.
  case paste(String)
  /// The mouse.
  case mouse(MouseEvent)
  /// The window got or lost the focus.
  case focus(Bool)
  /// The terminal says what it thinks of one of its modes: 0 means that it does not know it.
  case mode(Int, setting: Int)
}

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
