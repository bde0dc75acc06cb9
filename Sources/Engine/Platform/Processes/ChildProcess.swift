import CSystem
import EngineCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A child that was started here. Whoever owns it signals and reaps it from one thread, so that its
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

  /// Watches for the end on a thread of its own, and wakes whoever waits.
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
    // Failing here means that somebody else reaped our child; its end is unknown then.
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
