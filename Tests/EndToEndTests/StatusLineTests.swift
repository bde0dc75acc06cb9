import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("Status lines, end to end")
struct StatusLineTests {
  @Test("the recipe of docs/status-line.md for tmux shows the account and what it has left")
  func tmux() async throws {
    let house = try await Household.knowing(["work"])
    let recipe = try Self.recipe("tmux")
    try house.write(recipe, to: house.folder / "work" / "tmux.conf")
    let terminal = try SessionTerminal(
      "/usr/bin/env", ["tmux", "-S", "socket", "-f", "tmux.conf", "new-session", "cat"],
      environment: try house.withProgramOnPath(), folder: house.folder / "work")

    try await house.hangingUp(terminal) {
      // 80% and 70% are left, both windows have just started.
      try await terminal.watch(#"work 5h:80%\(4h5\dm\) wk:70%\(6d23h\) \d\d:\d\d"#)
    }
    try await house.tool("/usr/bin/env", ["tmux", "-S", "socket", "kill-server"])
  }

  @Test("the recipe for bash shows the account before every prompt")
  func bash() async throws {
    let house = try await Household.knowing(["work"])
    let recipe = try Self.recipe("bash")

    try await house.inShell(variables: try ["PATH": house.withProgramOnPath()["PATH"]]) { shell in
      try await shell.type(recipe)
      try await shell.see("work 80% 70% [$#] ")
    }
  }

  @Test("the recipe for zsh shows what is left beside every prompt")
  func zsh() async throws {
    let house = try await Household.knowing(["work"])
    try house.write(try Self.recipe("zsh"), to: house.folder / "home" / ".zshrc")

    let shell = try SessionTerminal(
      "/usr/bin/env", ["zsh", "-d", "-i"], environment: try house.withProgramOnPath(),
      folder: house.folder / "work")
    try await house.hangingUp(shell) {
      try await shell.watch(#"5h:80%\(4h5\dm\) wk:70%\(6d23h\)"#)
    }
  }

  @Test(
    "the recipe for starship shows what is left in its prompt",
    .enabled(if: starshipFolder != nil, "starship is not on PATH"))
  func starship() async throws {
    let house = try await Household.knowing(["work"])
    let settings = house.folder / "home" / "starship.toml"
    try house.write(try Self.recipe("toml", containing: "custom.swop"), to: settings)
    let folder = try #require(Self.starshipFolder)
    let path = try #require(try house.withProgramOnPath()["PATH"])

    try await house.inShell(
      variables: ["PATH": "\(path):\(folder)", "STARSHIP_CONFIG": settings.text]
    ) { shell in
      try await shell.type(#"eval "$(starship init bash)""# + "\n")
      try await shell.watch(#"5h:80%\(4h5\dm\) wk:70%\(6d23h\)"#)
    }
  }

  private static let starshipFolder = ThisProcess.environment["PATH"]?.split(separator: ":")
    .map(String.init).first { DiskFileSystem().exists(FilePath($0) / "starship") }

  @Test("the recipe for codex shows the limits of the account that swop runs it on")
  func codex() async throws {
    let house = try await Household.knowing(["work"])
    let settings = house.folder / "home" / ".codex"
    try DiskFileSystem().createFolder(settings, mode: .privateFolder)
    // The folder is trusted, so that no question stands before the prompt.
    let trust = "[projects.\"\(house.folder / "work")\"]\ntrust_level = \"trusted\"\n"
    try house.write(
      Self.recipe("toml", containing: "status_line") + trust, to: settings / "config.toml")

    try await house.onTerminal(["codex"]) { terminal in
      try await terminal.watch("5h 80% left · weekly 70% left")
      try await house.quit(terminal)
      #expect(try await terminal.end() == "0")
    }
  }

  /// The first block of a language in the page that has some word.
  private static func recipe(_ language: String, containing word: String = "") throws -> String {
    let page = FilePath(#filePath).parent.parent.parent / "docs" / "status-line.md"
    let text = String(decoding: try DiskFileSystem().read(page), as: UTF8.self)
    let blocks = text.split(separator: "```\(language)\n").dropFirst()
      .compactMap { $0.split(separator: "```").first.map(String.init) }
    return try #require(blocks.first { word.isEmpty || $0.contains(word) })
  }
}

extension Household {
  /// The environment, with the program where a shell finds it.
  fileprivate func withProgramOnPath() throws -> ProcessEnvironment {
    var environment = environment
    environment["PATH"] = try Program.swop.parent.text + ":/usr/bin:/bin"
    return environment
  }
}
