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
    // No one knows whether it was done.
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

/// A system-call log that cannot be trusted: what is not understood might have been a write.
enum TraceError: Error, Hashable {
  /// A line of another shape.
  case unreadable(line: String)
  /// The second half of a call whose first half is not there.
  case resumedWithoutBeginning(line: String)
  /// An argument that should name a path does not.
  case noPath(call: String, argument: String)
  /// A relative path of a process whose folder is not known.
  case unknownFolder(process: Int32, call: String)
  /// A way to write that leaves no system calls behind.
  case writesUnseen(call: String)
  /// The program that was to be watched was never started.
  case neverStarted(program: String)
  /// There is no strace.
  case noTracer
}

/// One system call of a traced process, its two halves joined.
struct TracedCall: Hashable {
  /// How it ended.
  enum Result: Hashable {
    /// It succeeded; the number, and what strace says is behind a descriptor.
    case value(Int, place: String?)
    /// It failed, or the process never came back from it.
    case none
  }

  /// The process, or the thread.
  let process: Int32
  /// When it began, seconds since 1970.
  let time: Double
  /// Its name.
  let name: String
  /// Its arguments as strace writes them, without what surrounds them.
  let arguments: [String]
  /// How it ended.
  let result: Result

  /// The number it returned, nil if it failed.
  var value: Int? {
    if case .value(let number, _) = result { number } else { nil }
  }

  /// The path behind the returned descriptor, links resolved; nil for sockets and the like.
  var returnedPath: String? {
    guard case .value(_, let place?) = result, place.hasPrefix("/") else { return nil }
    return place
  }
}

/// Which arguments of a system call name what it changes.
enum TracedEffect: Hashable {
  /// A path, from the process's own folder.
  case path(Int, follows: Bool = false)
  /// A path below a descriptor.
  case below(Int, path: Int, follows: Bool = false)
  /// What a descriptor leads to.
  case descriptor(Int)
  /// The place of a socket.
  case socket(Int)

  /// What each call changes if it succeeds. Opening is told by its flags and is not here.
  static let ofCalls: [String: [TracedEffect]] = [
    "mkdir": [.path(0)], "mkdirat": [.below(0, path: 1)], "rmdir": [.path(0)],
    "mknod": [.path(0)], "mknodat": [.below(0, path: 1)],
    "unlink": [.path(0)], "unlinkat": [.below(0, path: 1)],
    "rename": [.path(0), .path(1)],
    "renameat": [.below(0, path: 1), .below(2, path: 3)],
    "renameat2": [.below(0, path: 1), .below(2, path: 3)],
    "link": [.path(1)], "linkat": [.below(2, path: 3)],
    "symlink": [.path(1)], "symlinkat": [.below(1, path: 2)],
    "chmod": [.path(0, follows: true)], "fchmod": [.descriptor(0)],
    "fchmodat": [.below(0, path: 1, follows: true)],
    "fchmodat2": [.below(0, path: 1, follows: true)],
    "chown": [.path(0, follows: true)], "lchown": [.path(0)], "fchown": [.descriptor(0)],
    "fchownat": [.below(0, path: 1, follows: true)],
    "truncate": [.path(0, follows: true)], "ftruncate": [.descriptor(0)],
    "fallocate": [.descriptor(0)],
    "utime": [.path(0, follows: true)], "utimes": [.path(0, follows: true)],
    "futimesat": [.below(0, path: 1, follows: true)],
    "utimensat": [.below(0, path: 1, follows: true)],
    "setxattr": [.path(0, follows: true)], "lsetxattr": [.path(0)],
    "fsetxattr": [.descriptor(0)],
    "removexattr": [.path(0, follows: true)], "lremovexattr": [.path(0)],
    "fremovexattr": [.descriptor(0)],
    "bind": [.socket(1)],
  ]

  /// Calls that open files: where the flags are.
  static let openings = ["open": 1, "openat": 2, "openat2": 2, "creat": -1]

  /// Calls that the watch over processes and their folders needs.
  static let processCalls = [
    "execve", "execveat", "clone", "clone3", "fork", "vfork", "chdir", "fchdir",
  ]

  /// Calls that would let a program write without system calls that strace sees.
  static let unseen = ["io_uring_setup", "mount", "chroot", "pivot_root"]

  /// Every call to be traced; the question mark lets strace pass over those that a machine lacks.
  static var traced: String {
    (Array(ofCalls.keys) + Array(openings.keys) + processCalls + unseen).sorted().map { "?" + $0 }
      .joined(separator: ",")
  }

  /// Whether flags of an opening let the file be changed.
  static func writes(flags: String) -> Bool {
    ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_TMPFILE"].contains { flags.contains($0) }
  }
}
