import EngineCore
import EnginePlatform
import TestSupport
import Testing

/// Codex's own screen on a terminal of tmux, which is typed into and read.
struct SharingScreen {
  private let at: SharingHousehold
  private var socket: FilePath { at.house.folder / "tmux" }

  /// Opens the screen on an account, plays a scene, and ends the terminal whatever happens.
  static func play(
    _ at: SharingHousehold, on label: String, _ scene: (SharingScreen) async throws -> Void
  ) async throws {
    // The folder is trusted, so that no question stands before the prompt.
    let settings = at.shared("config.toml")
    let text = at.files.exists(settings) ? try at.text(settings) : ""
    let trust = "[projects.\"\(at.house.folder / "work")\"]\ntrust_level = \"trusted\"\n"
    try at.write(settings, text + trust)
    let screen = SharingScreen(at: at)
    let words = [try Program.swop.text, "codex", "--account", label]
    try await screen.tmux(["new-session", "-d", "-x", "120", "-y", "40"] + words)
    do {
      try await screen.see("for shortcuts")
      try await scene(screen)
    } catch {
      _ = try? await screen.tmux(["kill-server"])
      throw error
    }
    try await screen.tmux(["kill-server"])
  }

  /// Types a text and sends it.
  func send(_ text: String) async throws {
    try await type(text)
    try await see(text)
    try await tmux(["send-keys", "Enter"])
  }

  /// Types a text.
  func type(_ text: String) async throws { try await tmux(["send-keys", "-l", text]) }

  /// Waits until the screen shows a text.
  func see(_ text: String) async throws {
    let time = SystemTimeSource()
    var shown = ""
    for _ in 0..<300 {
      shown = try await tmux(["capture-pane", "-p", "-J"])
      if shown.contains(text) { return }
      try await time.sleep(for: .milliseconds(200))
    }
    throw NotSeen(text: text, shown: shown)
  }

  struct NotSeen: Error {
    let text: String
    let shown: String
  }

  @discardableResult
  private func tmux(_ words: [String]) async throws -> String {
    let command = ProcessCommand(
      executable: "/usr/bin/env",
      arguments: (["tmux", "-S", socket.text, "-f", "/dev/null"] + words).map { Argument($0) },
      environment: at.house.environment, directory: at.house.folder / "work")
    let result = Printed(try await at.house.runner.run(command, limit: .seconds(60)))
    try #require(result.status == 0, "\(result)")
    return result.output
  }
}
