import EngineCore
import EnginePlatform
import TUIKit
import TUITerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program on the whole screen that shows what it was told, for tests on a pseudo-terminal.
///
/// Usage: `swop-screen [--report FILE] [--log FILE] [-- PROGRAM ARGUMENT…]`. Keys: `r` runs the program in
/// the foreground, `c` crashes, `e` writes to standard error, `y` copies, Ctrl-Z stops, `q` ends.
@main
struct ScreenTool {
  static func main() {
    var words = Array(CommandLine.arguments.dropFirst())
    let variables = ProcessEnvironment(ProcessInfo.processInfo.environment)
    var options = TerminalOptions(variables: variables)
    options.crashReport = take("--report", from: &words)
    options.errorLog = take("--log", from: &words)
    if words.first == "--" { words.removeFirst() }
    let terminal = NcursesTerminal(options)
    let mailbox = Mailbox<ScreenMessage>()
    let handler = ScreenHandler(command: command(words, variables), mailbox: mailbox)
    let runtime = Runtime(
      ScreenProgram.program(variables), state: ScreenState(), terminal: terminal, mailbox: mailbox,
      time: SystemTimeSource()
    ) { effect, terminal in handler.perform(effect, on: terminal) }
    do {
      let state = try runtime.run([])
      print("ended after \(state.keys) keys")
    } catch {
      print("\(error.message) \(error.remedy ?? "")")
      exit(1)
    }
    guard let signal = terminal.endSignal else { return }
    exit(128 + signal)
  }

  private static func take(_ option: String, from words: inout [String]) -> FilePath? {
    guard words.count > 1, words[0] == option else { return nil }
    defer { words.removeFirst(2) }
    return FilePath(words[1])
  }

  private static func command(
    _ words: [String], _ variables: ProcessEnvironment
  ) -> ProcessCommand? {
    words.first.map {
      ProcessCommand(
        executable: FilePath($0), arguments: words.dropFirst().map { Argument($0) },
        environment: variables)
    }
  }
}
