import CTerminal
import Dispatch
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A child that has the terminal: it runs in a process group of its own, so the keys that interrupt and stop
/// are its alone. Start it inside `Terminal.lend`.
package struct ForegroundChild: Sendable {
  /// What became of it for now.
  package enum Turn: Hashable, Sendable {
    /// It has ended.
    case ended(ProcessEnd)
    /// It was stopped and can go on.
    case stopped
  }

  /// Its number, and that of its group.
  package let pid: Int32
  private let modes: TerminalModes

  /// A child that was started before and has stopped, on a terminal of some type.
  package init(pid: Int32, terminal type: String) {
    self.pid = pid
    modes = TerminalModes(hasMouse: true, asks: TerminalProbe.canBeAsked(type))
  }

  /// Starts a program, without a shell, and gives it the terminal.
  ///
  /// - Parameter command: what to run; `input` is not used.
  /// - Throws: `ProcessError.notStarted`.
  package init(_ command: ProcessCommand) throws(ProcessError) {
    let path = command.executable.text
    var child: pid_t = 0
    let failure = ArgumentList.with([Array(path.utf8)] + command.arguments.map(\.bytes)) { words in
      ArgumentList.with(command.environment.words) { environment in
        cterm_child_start(path, words, environment, command.directory?.text, &child)
      }
    }
    guard failure == 0 else {
      throw .notStarted(executable: command.executable, reason: Self.reason(failure))
    }
    self.init(pid: child, terminal: command.environment["TERM"] ?? "")
  }

  /// Waits until it has ended or stopped, and takes the terminal back, without the modes that one which was
  /// killed could not switch off. Blocks the calling thread.
  package func wait() -> Turn {
    var status: Int32 = 0
    // Failing here means that someone else reaped our child; its end is unknown then.
    guard cterm_child_wait(pid, &status) == 0 else { return .ended(.exited(255)) }
    if status & 0xFF == 0x7F { return .stopped }
    let signal = status & 0x7F
    guard signal != 0 else { return .ended(.exited(status >> 8 & 0xFF)) }
    modes.abandoned.withCString { cterm_write($0, strlen($0)) }
    return .ended(.signalled(signal))
  }

  /// Gives it the terminal again and lets it go on.
  package func resume() { cterm_child_continue(pid) }

  /// Asks it and its group to end; a stopped one hears of it when it goes on.
  package func end() { _ = kill(-pid, SIGTERM) }

  private static func reason(_ number: Int32) -> String {
    switch number {
    case ENOENT: "not found"
    case EACCES: "it is not executable"
    case ENOEXEC: "it is not a program for this machine"
    default: "the system refused with error \(number)"
    }
  }
}

/// Words as C takes them: pointers to zero-terminated bytes, nil at the end.
enum ArgumentList {
  /// Lends the pointers of text to `body`.
  static func with<Result>(
    _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    with(words.map { Array($0.utf8) }, body)
  }

  /// Lends the pointers of bytes to `body`. Bytes behind a zero are lost.
  static func with<Result>(
    _ words: [[UInt8]], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = words.map { word in
      (word + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strdup($0) } }
      }
    }
    defer { for copy in copies { free(copy) } }
    var pointers = copies + [nil]
    return pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("end of the list") }
      return body(base)
    }
  }
}

/// Waits on this thread for a task that runs on others. Only for the thread that owns the terminal, which
/// has nothing else to do while someone else has the screen.
enum BlockingTask {
  /// Runs `body` and returns when it has ended.
  static func run(_ body: @escaping @Sendable () async -> Void) {
    let end = DispatchSemaphore(value: 0)
    Task.detached(name: "borrowed screen") {
      await body()
      end.signal()
    }
    end.wait()
  }
}
