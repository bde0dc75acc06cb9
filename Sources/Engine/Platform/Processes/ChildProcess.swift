import CSystem
import EngineCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A child that was started here. Its owner signals and reaps it from one thread, so that its
/// number cannot have gone to another process in between.
final class ChildProcess: Sendable {
  /// What the child's standard streams are.
  struct Streams {
    /// As in this process, with everything else a shell user expects.
    static let inherited = Streams(
      input: SWOP_INHERIT, output: SWOP_INHERIT, error: SWOP_INHERIT, foreground: true)

    var input = SWOP_NOTHING
    var output = SWOP_NOTHING
    var error = SWOP_NOTHING
    var foreground = false
    var detached = false
  }

  /// The child's number.
  let pid: Int32
  private let ended = Atomic(false)

  private init(pid: Int32) {
    self.pid = pid
  }

  /// Starts a program.
  ///
  /// - Throws: `ProcessError.notStarted`.
  static func spawn(
    _ command: ProcessCommand, _ streams: Streams
  ) throws(ProcessError) -> ChildProcess {
    let path = command.executable.text
    guard var arguments = ProcessWords([Array(path.utf8)] + command.arguments.map(\.bytes)),
      var environment = ProcessWords(command.environment.words),
      command.directory?.text.utf8.contains(0) != true
    else {
      throw .notStarted(
        executable: command.executable, reason: "one of its words holds a zero byte")
    }
    var pid: pid_t = 0
    let failure = arguments.withPointers { arguments in
      environment.withPointers { environment in
        withPath(command.directory) { directory in
          path.withCString { executable in
            var request = swop_spawn(
              executable: executable, arguments: arguments, environment: environment,
              directory: directory, streams: (streams.input, streams.output, streams.error),
              foreground: streams.foreground, detached: streams.detached)
            return swop_spawn(&request, &pid)
          }
        }
      }
    }
    if let number = failure ?? EINVAL, number != 0 {
      throw ProcessFailure.error(number, starting: command)
    }
    return ChildProcess(pid: pid)
  }

  /// Whether the child has ended, as far as the watching thread has seen. It still waits to be reaped.
  var hasEnded: Bool { ended.load(ordering: .acquiring) }

  /// Watches for the end on a thread of its own, and wakes anyone who waits.
  ///
  /// - Returns: Whether the system had a thread to give.
  func watch(waking waker: ProcessWaker) -> Bool {
    SystemThread.start { [self] in
      _ = swop_await_end(pid)
      ended.store(true, ordering: .releasing)
      waker.wake()
    }
  }

  /// Asks the child to end. A stopped one is continued, since it could not act otherwise.
  func terminate() {
    kill(pid, SIGTERM)
    kill(pid, SIGCONT)
  }

  /// Ends the child by force.
  func killNow() {
    kill(pid, SIGKILL)
  }

  /// Waits for the child's end and frees its number.
  func reap() -> ProcessEnd {
    var status: Int32 = 0
    // Failing here means that someone else reaped our child; its end is unknown then.
    guard swop_reap(pid, &status) == 0 else { return .exited(255) }
    return ProcessEnd(waitStatus: status)
  }

  private static func withPath<Result>(
    _ path: FilePath?, _ body: (UnsafePointer<CChar>?) -> Result
  ) -> Result {
    guard let path else { return body(nil) }
    return path.text.withCString { body($0) }
  }
}

extension ProcessEnd {
  /// Reads the word that the system's wait calls give.
  init(waitStatus status: Int32) {
    let signal = status & 0x7F
    self = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }
}

/// Words as the system takes them: a list of pointers that ends with none, each to bytes that end with
/// zero.
struct ProcessWords {
  private var bytes: [CChar] = []
  private var starts: [Int] = []

  /// Takes words byte for byte; nil if one of them holds a zero byte, which the system would cut there.
  init?(_ words: [[UInt8]]) {
    bytes.reserveCapacity(words.reduce(0) { $0 + $1.count + 1 })
    starts.reserveCapacity(words.count)
    for word in words {
      guard !word.contains(0) else { return nil }
      starts.append(bytes.count)
      bytes.append(contentsOf: word.lazy.map { CChar(bitPattern: $0) })
      bytes.append(0)
    }
  }

  /// Lends the list to a system call.
  mutating func withPointers<Result>(
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result? {
    bytes.append(0)
    return bytes.withUnsafeMutableBufferPointer { buffer -> Result? in
      guard let base = buffer.baseAddress else { return nil }
      let list: [UnsafeMutablePointer<CChar>?] = starts.map { base + $0 } + [nil]
      return list.withUnsafeBufferPointer { pointers in pointers.baseAddress.map(body) }
    }
  }
}

/// Says why a program could not be started: the system's number alone cannot tell a missing file from a
/// missing interpreter or folder.
enum ProcessFailure {
  /// The error for a number that starting `command` gave.
  static func error(_ number: Int32, starting command: ProcessCommand) -> ProcessError {
    .notStarted(
      executable: command.executable,
      reason: folderReason(command.directory) ?? reason(number, command.executable.text))
  }

  private static func folderReason(_ folder: FilePath?) -> String? {
    guard let folder else { return nil }
    let shown = PrintableText.sanitized(folder.text)
    switch kind(folder.text) {
    case nil: return "its folder \(shown) does not exist"
    case .some(S_IFDIR):
      return access(folder.text, X_OK) == 0 ? nil : "its folder \(shown) may not be entered"
    case .some: return "\(shown) is not a folder"
    }
  }

  private static func reason(_ number: Int32, _ path: String) -> String {
    switch number {
    case ENOENT:
      guard kind(path) != nil else { return "no such file" }
      return interpreter(path).map { "its interpreter \($0) is missing" }
        ?? "the loader it needs is missing"
    case EACCES, EPERM:
      if kind(path) == S_IFDIR { return "it is a folder" }
      if kind(path) != nil, access(path, X_OK) != 0 { return "it is not executable" }
      return "permission denied"
    case ENOTDIR: return "a part of its path is not a folder"
    case ENOEXEC: return "it is not a program for this machine"
    case E2BIG: return "the arguments and the environment are too long together"
    case ETXTBSY: return "it is being written at this moment"
    case EMFILE, ENFILE: return "too many files are open"
    case EAGAIN: return "the system allows no more processes"
    default: return SystemFailure.sentence(number)
    }
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func interpreter(_ path: String) -> String? {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let file = PipeEnd(number)
    guard case .bytes(let start) = file.read(limit: 256), start.starts(with: Array("#!".utf8)),
      let line = start.dropFirst(2).split(separator: UInt8(ascii: "\n")).first,
      let word = line.split(separator: UInt8(ascii: " ")).first
    else { return nil }
    return PrintableText.shortened(String(decoding: word, as: UTF8.self), to: 80)
  }
}
