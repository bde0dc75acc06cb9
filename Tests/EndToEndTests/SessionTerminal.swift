import EngineCore
import EnginePlatform
import TestSupport

/// A program on a terminal of its own, played by `Tests/Tools/terminal`. Hung up when it goes.
final class SessionTerminal: Sendable {
  private let driver: any ConversingProcess

  /// Starts a program on a terminal.
  ///
  /// - Throws: `ProcessError`.
  init(
    _ program: FilePath, _ arguments: [String], environment: ProcessEnvironment,
    folder: FilePath, columns: Int = 100, rows: Int = 30
  ) throws {
    let words = ["\(columns)", "\(rows)", program.text] + arguments
    driver = try PosixProcessRunner().start(
      ProcessCommand(
        executable: FilePath(#filePath).parent.parent / "Tools" / "terminal",
        arguments: words.map { Argument($0) }, environment: environment, directory: folder))
  }

  /// Waits for a pattern behind what was seen before; control sequences do not count.
  ///
  /// - Returns: The text that matched.
  /// - Throws: `Unexpected` with what was there instead.
  @discardableResult
  func see(_ pattern: String, within seconds: Int = 60) async throws -> String {
    try await ask(["do": "see", "pattern": .string(pattern), "limit": .number("\(seconds)")])
  }

  /// Waits for a pattern on the screen as a person sees it, lines and all.
  ///
  /// - Returns: The text that matched.
  /// - Throws: `Unexpected` with the screen that was there instead.
  @discardableResult
  func watch(_ pattern: String, within seconds: Int = 60) async throws -> String {
    try await ask(["do": "screen", "pattern": .string(pattern), "limit": .number("\(seconds)")])
  }

  /// Types a text.
  func type(_ text: String) async throws {
    try await ask(["do": "type", "text": .string(text)])
  }

  /// Types keys again and again until they have worked: a fresh dialog takes none for a quarter of a second.
  func press(_ keys: String, until pattern: String) async throws {
    for _ in 0..<30 {
      try await type(keys)
      if (try? await watch(pattern, within: 1)) != nil { return }
    }
    try await watch(pattern, within: 1)
  }

  /// Changes the size of the window.
  func resize(columns: Int, rows: Int) async throws {
    try await ask(
      ["do": "resize", "columns": .number("\(columns)"), "rows": .number("\(rows)")])
  }

  /// Everything printed so far, without control sequences.
  func everything() async throws -> String { try await ask(["do": "all"]) }

  /// The modes of the terminal as one text: those of its line, and the private ones that are on.
  func modes() async throws -> String { try await ask(["do": "modes"]) }

  /// Waits for the end of the program.
  ///
  /// - Returns: Its exit status, 128 + n for a signal.
  func end(within seconds: Int = 60) async throws -> String {
    try await ask(["do": "wait", "limit": .number("\(seconds)")])
  }

  /// Hangs up and waits until that has ended the program.
  func close() async { await driver.finish(grace: .seconds(10)) }

  /// What a terminal showed instead of what was expected.
  struct Unexpected: Error, CustomStringConvertible {
    let description: String
  }

  @discardableResult
  private func ask(_ order: JSONValue) async throws -> String {
    try await driver.write(line: JSONWriter.line(order))
    guard let line = try await driver.readLine() else {
      throw Unexpected(description: "the driver of the terminal has ended")
    }
    let answer = try JSONReader.value(in: Array(line.utf8))
    let text = answer["text"]?.text ?? ""
    guard answer["ok"]?.boolean == true else { throw Unexpected(description: text) }
    return text
  }
}

extension Household {
  /// Plays the program on a terminal, which is hung up afterwards whatever happens.
  func onTerminal<Result>(
    _ arguments: [String], variables: [String: String?] = [:], columns: Int = 100, rows: Int = 30,
    _ play: (SessionTerminal) async throws -> Result
  ) async throws -> Result {
    var environment = environment
    for (name, value) in variables { environment[name] = value }
    let terminal = try SessionTerminal(
      try Program.swop, arguments, environment: environment, folder: folder / "work",
      columns: columns, rows: rows)
    return try await hangingUp(terminal) { try await play(terminal) }
  }

  /// Plays a shell with job control on a terminal; `$SWOP` is the program.
  func inShell(
    variables: [String: String?] = [:], _ play: (SessionTerminal) async throws -> Void
  ) async throws {
    var environment = environment
    for (name, value) in variables { environment[name] = value }
    environment["SWOP"] = try Program.swop.text
    environment["PS1"] = "@@ "
    environment["HISTFILE"] = ""
    environment["BASH_SILENCE_DEPRECATION_WARNING"] = "1"
    let shell = try SessionTerminal(
      "/bin/bash", ["--norc", "--noprofile", "--noediting", "-i"], environment: environment,
      folder: folder / "work")
    try await hangingUp(shell) {
      try await shell.see("@@ ")
      try await play(shell)
    }
  }

  /// Plays, and closes the terminal whatever happened.
  @discardableResult
  func hangingUp<Result>(
    _ terminal: SessionTerminal, _ play: () async throws -> Result
  ) async throws -> Result {
    do {
      let result = try await play()
      await terminal.close()
      return result
    } catch {
      await terminal.close()
      throw error
    }
  }
}
