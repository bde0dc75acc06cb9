import EngineCore

/// A log of `strace -f -ttt -y -o FILE`, read line by line. Nothing in it is skipped: a line that is not
/// understood is an error.
struct TraceLog {
  /// The calls in the order in which they began, failed ones included.
  private(set) var calls: [TracedCall] = []

  private struct Beginning {
    let time: Double
    let text: String
    let index: Int
  }

  private var open: [Int32: Beginning] = [:]
  private var ordered: [(index: Int, call: TracedCall)] = []
  private var lineNumber = 0

  /// Reads a whole log.
  ///
  /// - Throws: `TraceError`.
  init(_ text: String) throws(TraceError) {
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      lineNumber += 1
      try read(String(decoding: line, as: UTF8.self))
    }
    // Nobody knows whether it was done.
    if let (_, beginning) = open.first { throw .unreadable(line: beginning.text) }
    calls = ordered.sorted { $0.index < $1.index }.map(\.call)
  }

  private static let unfinished = "<unfinished ...>"

  private mutating func read(_ line: String) throws(TraceError) {
    var text = TraceText(line.utf8)
    text.skipSpaces()
    guard let process = Int32(text.take(while: Self.isDigit)) else {
      throw .unreadable(line: line)
    }
    text.skipSpaces()
    let number = text.take { Self.isDigit($0) || $0 == UInt8(ascii: ".") }
    guard let time = Double(number), text.take(" ") else { throw .unreadable(line: line) }
    text.skipSpaces()
    if text.take("--- ") { return }
    if text.take("+++ ") { return try readEnd(of: process, text, line) }
    if text.take("<... ") { return try resume(process, text, line) }
    let rest = text.remainder
    if rest.hasSuffix(Self.unfinished) {
      let start = String(rest.dropLast(Self.unfinished.count))
      open[process] = Beginning(time: time, text: start, index: lineNumber)
    } else {
      try finish(Beginning(time: time, text: rest, index: lineNumber), process, line)
    }
  }

  /// When a thread replaces its process by another program, its call comes back under the number of the
  /// process.
  private mutating func readEnd(
    of process: Int32, _ text: TraceText, _ line: String
  ) throws(TraceError) {
    var text = text
    guard text.take("superseded by execve in pid ") else { return }
    guard let thread = Int32(text.take(while: Self.isDigit)) else {
      throw .unreadable(line: line)
    }
    open[process] = open.removeValue(forKey: thread)
  }

  private mutating func resume(
    _ process: Int32, _ text: TraceText, _ line: String
  ) throws(TraceError) {
    var text = text
    let name = text.take(while: Self.isName)
    guard text.take(" resumed>") else { throw .unreadable(line: line) }
    guard let beginning = open.removeValue(forKey: process),
      beginning.text.hasPrefix(name + "(")
    else { throw .resumedWithoutBeginning(line: line) }
    let whole = Beginning(
      time: beginning.time, text: beginning.text + text.remainder, index: beginning.index)
    try finish(whole, process, line)
  }

  private mutating func finish(
    _ beginning: Beginning, _ process: Int32, _ line: String
  ) throws(TraceError) {
    var text = TraceText(beginning.text.utf8)
    let name = text.take(while: Self.isName)
    guard !name.isEmpty, text.take("("), let arguments = text.takeArguments() else {
      throw .unreadable(line: line)
    }
    text.skipSpaces()
    guard text.take("= ") else { throw .unreadable(line: line) }
    let call = TracedCall(
      process: process, time: beginning.time, name: name, arguments: arguments,
      result: try Self.result(&text, line))
    ordered.append((beginning.index, call))
  }

  private static func result(
    _ text: inout TraceText, _ line: String
  ) throws(TraceError) -> TracedCall.Result {
    if text.take("?") || text.take("-1 ") { return .none }
    guard let value = Int(text.take(while: isDigit)) else { throw .unreadable(line: line) }
    return .value(value, place: text.takePlace())
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isName(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
  }
}
