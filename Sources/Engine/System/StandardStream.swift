import CSystem

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input, output or error of this process. Nothing is buffered: what was written is out, and
/// what was not asked for is left to a child that reads next.
package struct StandardStream: Sendable {
  private let descriptor: Int32

  /// Standard input.
  package static let input = StandardStream(descriptor: 0)
  /// Standard output.
  package static let output = StandardStream(descriptor: 1)
  /// Standard error.
  package static let errors = StandardStream(descriptor: 2)

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Whether it is a terminal.
  package var isTerminal: Bool { isatty(descriptor) == 1 }

  /// The terminal's columns and rows, nil if it is no terminal or does not say.
  package var terminalSize: (columns: Int, rows: Int)? {
    var (columns, rows): (Int32, Int32) = (0, 0)
    guard swop_terminal_size(descriptor, &columns, &rows) == 0 else { return nil }
    return (Int(columns), Int(rows))
  }

  /// Writes everything.
  ///
  /// - Returns: False if whoever read it is gone or the disk is full; nothing more can be said then.
  @discardableResult
  package func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        Interrupted.retry { systemWrite(descriptor, buffer.baseAddress, buffer.count) }
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Reads to the end.
  ///
  /// - Parameter limit: how many bytes are accepted.
  /// - Returns: The bytes, nil if there are more than `limit` or they cannot be read.
  package func readAll(limit: Int) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = Interrupted.retry { read(descriptor, &buffer, buffer.count) }
      guard count >= 0, result.count + count <= limit else { return nil }
      guard count > 0 else { return result }
      result += buffer.prefix(count)
    }
  }

  /// Reads one line without its end, byte by byte so that nothing behind it is taken.
  ///
  /// - Parameter limit: how many bytes of it are kept.
  /// - Returns: The line, nil at the end of the input.
  package func readLine(limit: Int) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while true {
      let count = Interrupted.retry { read(descriptor, &byte, 1) }
      guard count > 0 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      if line.count < limit { line.append(byte) }
    }
  }
}

/// The system call, out of reach of the method of the same name.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
