import EngineCore

/// A way to reach a person.
protocol NoticeSender: Sendable {
  /// Sends a notice.
  ///
  /// - Returns: Why it could not be sent, as one sentence without an address; nil if it was.
  func send(_ notice: Notice) async -> String?
}

/// Shows notices on the desktop, by the system's own tool: `notify-send`, or `osascript` on macOS.
struct DesktopSender: NoticeSender {
  /// How long the tool may take.
  private static let limit = Duration.seconds(5)
  /// The words are handed over as arguments: no label becomes a piece of a script.
  private static let script =
    "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"

  private let processes: any ProcessRunner
  private let files: any FileSystem
  private let environment: ProcessEnvironment

  /// A sender.
  ///
  /// - Parameters:
  ///   - processes: starts the tool.
  ///   - files: where it is looked for.
  ///   - environment: the environment of this process, with its `PATH`.
  init(
    processes: any ProcessRunner, files: any FileSystem, environment: ProcessEnvironment
  ) {
    self.processes = processes
    self.files = files
    self.environment = environment
  }

  func send(_ notice: Notice) async -> String? {
    #if os(macOS)
      let (name, options) = ("osascript", ["-e", Self.script])
    #else
      let (name, options) = ("notify-send", ["--app-name=swop", "--"])
    #endif
    guard let program = program(named: name) else { return "\(name) is not installed." }
    let words = options + ["swop", notice.message]
    let command = ProcessCommand(
      executable: program, arguments: words.map { Argument($0) }, environment: environment)
    do {
      let output = try await processes.run(command, limit: Self.limit)
      return output.end == .exited(0) ? nil : "\(name) could not show a notice."
    } catch {
      return error.message
    }
  }

  private func program(named name: String) -> FilePath? {
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    return folders.lazy.map { FilePath(String($0)) / name }.first {
      (try? files.status(files.resolve($0)))?.kind == .file && files.mayAccess($0, .execute)
    }
  }
}

/// Posts notices to an address of the user's. The address is a secret: anyone who knows it can post there.
struct WebhookSender: NoticeSender {
  /// How long a post may take.
  private static let limit = Duration.seconds(10)

  private let transport: any HTTPTransport
  private let address: Redacted<String>
  private let time: any TimeSource

  /// A sender to an address.
  init(to address: Redacted<String>, transport: any HTTPTransport, time: any TimeSource) {
    self.transport = transport
    self.address = address
    self.time = time
  }

  func send(_ notice: Notice) async -> String? {
    let body = Body(
      schemaVersion: 1, kind: notice.kind.rawValue, account: notice.label,
      message: notice.message, text: "swop: " + notice.message,
      at: ClockText.stamp(time.now()))
    guard let data = try? JSONEncoder().encode(body) else { return "A notice cannot be written." }
    let request = HTTPRequest(
      method: "POST", url: address.reveal(),
      headers: [HTTPField("Content-Type", "application/json"), HTTPField("User-Agent", "swop")],
      body: data, limit: Self.limit, responseLimit: 64 << 10)
    do {
      let answer = try await transport.send(request)
      return (200..<300).contains(answer.status)
        ? nil : "The webhook answered \(answer.status) to a notice."
    } catch {
      // The error's own sentence names the server.
      return "The webhook could not be reached for a notice."
    }
  }

  /// What is posted; `text` is what chat services show.
  private struct Body: Encodable {
    private enum CodingKeys: String, CodingKey {
      case schemaVersion = "schema_version"
      case kind, account, message, text, at
    }

    let schemaVersion: Int
    let kind: String
    let account: String?
    let message: String
    let text: String
    let at: String
  }
}
