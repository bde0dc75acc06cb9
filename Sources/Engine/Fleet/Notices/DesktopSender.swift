package import EngineCore

/// Shows notices on the desktop, by the system's own tool: `notify-send`, or `osascript` on macOS.
package struct DesktopSender: NoticeSender {
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
  package init(
    processes: any ProcessRunner, files: any FileSystem, environment: ProcessEnvironment
  ) {
    self.processes = processes
    self.files = files
    self.environment = environment
  }

  package func send(_ notice: Notice) async -> String? {
    #if os(macOS)
      let (name, options) = ("osascript", ["-e", Self.script])
    #else
      let (name, options) = ("notify-send", ["--app-name=swop", "--"])
    #endif
    guard let program = program(named: name) else { return "\(name) is not on this machine." }
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
