import TUI

/// The plain screen under the dashboard.
struct LiveConsole: Console {
  let output: TextSink
  let input: TextSource

  func say(_ line: String) {
    // The terminal may still end lines as the screen before left it.
    output.write(line + "\r\n")
  }

  func waitForEnter() {
    _ = input.readLine()
  }
}
