/// Child processes. Nothing is ever started through a shell.
package protocol ProcessRunner: Sendable {
  /// Runs a command with its output captured and standard input empty (or `input`).
  ///
  /// - Parameters:
  ///   - command: what to run.
  ///   - limit: after this the child is ended (TERM, then KILL) and the error is `.timedOut`.
  /// - Returns: What it printed and how it ended.
  /// - Throws: `ProcessError`.
  func run(_ command: ProcessCommand, limit: Duration) async throws(ProcessError) -> ProcessOutput

  /// Starts a command whose standard input and output are talked to line by line. Standard error is
  /// discarded.
  func start(_ command: ProcessCommand) throws(ProcessError) -> any ConversingProcess

  /// Runs a command on the terminal (or whatever standard input and output are) as a shell user would
  /// expect: it stays in this process's group, gets signals as if swop were not there, can be stopped
  /// and continued.
  ///
  /// - Parameters:
  ///   - command: what to run.
  ///   - started: called once, right after the child exists.
  /// - Returns: How it ended.
  /// - Throws: `ProcessError` if it could not be started.
  func runInForeground(
    _ command: ProcessCommand, started: @Sendable (ProcessIdentity) -> Void
  ) async throws(ProcessError) -> ProcessEnd

  /// The process with a pid now, nil if there is none.
  func identity(of pid: Int32) -> ProcessIdentity?

  /// This process.
  var current: ProcessIdentity { get }
}

extension ProcessRunner {
  /// Whether exactly this process still lives.
  package func isAlive(_ process: ProcessIdentity) -> Bool {
    identity(of: process.pid) == process
  }
}

/// A program to start, with everything it sees.
package struct ProcessCommand: Sendable {
  /// The program's file.
  package var executable: FilePath
  /// Its arguments without the program's own name, byte for byte.
  package var arguments: [Argument]
  /// Its whole environment.
  package var environment: ProcessEnvironment
  /// Where it runs; nil for this process's folder.
  package var directory: FilePath?
  /// What its standard input holds, for captured runs; nil for nothing.
  package var input: Redacted<[UInt8]>?

  /// A command of its parts.
  package init(
    executable: FilePath, arguments: [Argument] = [], environment: ProcessEnvironment,
    directory: FilePath? = nil, input: Redacted<[UInt8]>? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.input = input
  }
}

/// How a process ended.
package enum ProcessEnd: Hashable, Sendable, Codable {
  /// By itself, with a status of 0 to 255.
  case exited(Int32)
  /// By a signal.
  case signalled(Int32)

  /// The status a shell would report: the status itself, or 128 + the signal.
  package var status: Int32 {
    switch self {
    case .exited(let status): status
    case .signalled(let signal): 128 + signal
    }
  }
}

/// What a captured run left behind.
package struct ProcessOutput: Sendable {
  /// How it ended.
  package let end: ProcessEnd
  /// Its standard output; it may hold secrets.
  package let standardOutput: Redacted<[UInt8]>
  /// Its standard error; it may hold secrets.
  package let standardError: Redacted<[UInt8]>

  /// An output of its parts.
  package init(end: ProcessEnd, standardOutput: [UInt8], standardError: [UInt8]) {
    self.end = end
    self.standardOutput = Redacted(standardOutput)
    self.standardError = Redacted(standardError)
  }
}

/// A child that could not be started or talked to.
package enum ProcessError: EngineError, Hashable {
  /// The system could not start it.
  case notStarted(executable: FilePath, reason: String)
  /// It did not end in time and was ended.
  case timedOut(executable: FilePath, seconds: Double)
  /// It closed its side of a conversation.
  case closed(executable: FilePath)
  /// It printed more than is kept, in all or in one line, and was ended.
  case tooMuchOutput(executable: FilePath, bytes: Int)
  /// The task that waited for it was cancelled; the child was ended.
  case cancelled

  package var code: String {
    switch self {
    case .notStarted: "process_not_started"
    case .timedOut: "process_timed_out"
    case .closed: "process_closed"
    case .tooMuchOutput: "process_output_too_long"
    case .cancelled: "cancelled"
    }
  }

  package var message: String {
    switch self {
    case .notStarted(let executable, let reason): "Cannot start \(executable): \(reason)."
    case .timedOut(let executable, let seconds):
      "\(executable) did not finish within \(Int(seconds)) s and was ended."
    case .closed(let executable): "\(executable) ended in the middle of a conversation."
    case .tooMuchOutput(let executable, let bytes):
      "\(executable) printed more than \(bytes) bytes and was ended."
    case .cancelled: "Waiting for a program was cancelled."
    }
  }

  package var outcome: FailureOutcome {
    switch self {
    case .cancelled: .interrupted
    case .notStarted, .timedOut, .closed, .tooMuchOutput: .failed
    }
  }
}

/// A child whose standard input and output carry lines.
package protocol ConversingProcess: AnyObject, Sendable {
  /// Which process it is.
  var identity: ProcessIdentity { get }

  /// Writes one line and its end.
  func write(line: String) async throws(ProcessError)

  /// The next line without its end, nil when the child has closed its output.
  func readLine() async throws(ProcessError) -> String?

  /// Closes the child's input, waits `grace` for its end, then ends it by force.
  func finish(grace: Duration) async
}

/// Puts off the signals by which people end a program (Ctrl-C, TERM, HUP, quit) over a few moments that
/// must not be cut in two. What arrived meanwhile has its usual effect afterwards.
package protocol InterruptShield: Sendable {
  /// From now on they wait. Several callers may do so at once; each lowers once.
  func raise()
  /// The last one to lower lets them through.
  func lower()
}

/// For anyone who cannot be interrupted, or does not mind.
package struct NoShield: InterruptShield {
  /// A shield that does nothing.
  package init() {}

  package func raise() {}
  package func lower() {}
}

/// The environment of a process, kept byte for byte and in order.
package struct ProcessEnvironment: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    let name: String
    let value: [UInt8]
  }

  private var entries: [Entry] = []

  /// An empty environment.
  package init() {}

  /// An environment of text values, in the order of their names.
  package init(_ values: [String: String]) {
    for name in values.keys.sorted() { self[name] = values[name] }
  }

  /// Takes `NAME=value` words as the system hands them over; words without `=` are dropped.
  package init(words: [[UInt8]]) {
    for word in words {
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { continue }
      let name = String(decoding: word[..<equals], as: UTF8.self)
      entries.append(Entry(name: name, value: Array(word[(equals + 1)...])))
    }
  }

  /// `NAME=value` words for the system.
  package var words: [[UInt8]] {
    entries.map { Array($0.name.utf8) + [UInt8(ascii: "=")] + $0.value }
  }

  /// The names, in order.
  package var names: [String] { entries.map(\.name) }

  /// The value of a variable; nil removes it.
  package subscript(name: String) -> String? {
    get {
      entries.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
    set {
      let replacement = newValue.map { Entry(name: name, value: Array($0.utf8)) }
      if let replacement, let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index] = replacement
      } else {
        entries.removeAll { $0.name == name }
        if let replacement { entries.append(replacement) }
      }
    }
  }

  /// The value of a variable unless it is empty, which counts as unset.
  package func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
