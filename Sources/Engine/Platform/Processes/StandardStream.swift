import CSystem
package import EngineCore

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

  /// The terminal's columns and rows, nil if it is not a terminal or does not say.
  package var terminalSize: (columns: Int, rows: Int)? {
    var (columns, rows): (Int32, Int32) = (0, 0)
    guard swop_terminal_size(descriptor, &columns, &rows) == 0 else { return nil }
    return (Int(columns), Int(rows))
  }

  /// Why bytes were lost.
  package enum Fault: Hashable, Sendable {
    /// The reader has gone, and SIGPIPE is ignored.
    case readerGone
    /// The system refused; its own sentence.
    case refused(reason: String)

    fileprivate init(_ number: Int32) {
      self =
        switch number {
        case EPIPE: .readerGone
        case EBADF: .refused(reason: "it is closed")
        default: .refused(reason: SystemFailure.sentence(number))
        }
    }
  }

  /// Writes everything.
  ///
  /// - Returns: Why some of it was lost, nil if nothing was.
  package func write(_ bytes: [UInt8]) -> Fault? {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        Interrupted.retry { systemWrite(descriptor, buffer.baseAddress, buffer.count) }
      }
      if count < 0, errno == EAGAIN || errno == EWOULDBLOCK {
        // Another program made the shared pipe or terminal non-blocking.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
        continue
      }
      guard count > 0 else { return Fault(count < 0 ? errno : EIO) }
      rest = rest.dropFirst(count)
    }
    return nil
  }

  /// Asks whether everything written was accepted: network file systems and quotas refuse on close.
  package func settle() -> Fault? {
    let copy = dup(descriptor)
    guard copy >= 0 else { return nil }
    guard close(copy) != 0, errno != EINTR, errno != EBADF else { return nil }
    return Fault(errno)
  }

  /// Fills the numbers of standard streams that were closed when this process started, so that no file
  /// opened later takes one and receives what is printed. Using such a stream fails as if it were closed.
  package static func fillClosed() {
    for stream in [input, output, errors] where fcntl(stream.descriptor, F_GETFD) < 0 {
      // The wrong direction on purpose: the lowest free number is this one.
      _ = open("/dev/null", stream.descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
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

/// Secrets that a person types, or that a script hands over by an open file: neither shows them, and
/// neither puts them where other programs look.
package enum UnseenInput {
  /// Longer secrets than this, in bytes, are not taken.
  private static let limit = 4_096

  /// The answer typed on standard input's terminal, without being shown, to a question that is asked on
  /// standard error; nil at the end of the input, without a terminal, or if it is too long or no text.
  package static func answer(to question: String) -> Redacted<String>? {
    var bytes = [CChar](repeating: 0, count: limit)
    let length = swop_read_unseen_line(0, question, &bytes, UInt(bytes.count))
    guard length >= 0 else { return nil }
    let line = bytes.prefix(length).map { UInt8(bitPattern: $0) }
    return String(validating: line, as: UTF8.self).map { Redacted($0) }
  }

  /// The first line of what an open file of this process holds; nil if there is none, or if it is too
  /// long or no text.
  package static func line(from descriptor: Int32) -> Redacted<String>? {
    guard descriptor >= 0,
      let bytes = StandardStream(descriptor: descriptor).readAll(limit: limit)
    else { return nil }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(validating: line, as: UTF8.self).map { Redacted($0) }
  }
}
