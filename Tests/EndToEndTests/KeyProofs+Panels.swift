import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

extension KeyProofs {
  /// Panels and parts of the screen. Needs two accounts.
  static let panels: KeyValuePairs<String, KeyStage.Proof> = [
    "panel.log": opens("Log  \\d+ events"), "panel.proxy": opens("─ Proxy ─"),
    "panel.workspaces": opens("─ Workspaces ─"), "panel.settings": opens("─ Settings ─"),
    "panel.next": { stage, key in
      try await stage.choose(2)
      try await stage.press(key, "▸ 2 home")
      try await stage.press(key, "▸ Events")
      try await stage.press(key, "^(?!.*▸ (2 home|Events))")
    },
    "panel.previous": { stage, key in
      try await stage.choose(2)
      try await stage.press(key, "▸ Events")
      try await stage.press(key, "▸ 2 home")
      try await stage.press(key, "^(?!.*▸ (2 home|Events))")
    },
    "panel.expand": { stage, key in
      try await stage.press(key, "─ Accounts ─.*shows the rest")
      try await stage.press(key, "Events")
    },
  ]

  /// A panel opens, and closes by the same key.
  private static func opens(_ title: String) -> KeyStage.Proof {
    { stage, key in
      try await stage.press(key, title)
      try await stage.press(key, "# ACCOUNT")
    }
  }

  /// Settings.
  static let settings: KeyValuePairs<String, KeyStage.Proof> = [
    "setting.change": { stage, key in
      try await stage.openSetting("isolation")
      try await stage.press(key, "isolation is strict")
      #expect(try await stage.setting("isolation") == "strict")
      try await stage.screen.type("r")
      try await stage.screen.watch("isolation is the default again")
      try await stage.back()
    },
    "setting.reset": { stage, key in
      #expect(try await stage.house.swop(["config", "set", "isolation", "strict"]).status == 0)
      try await stage.openSetting("isolation +strict")
      try await stage.press(key, "isolation is the default again")
      #expect(try await stage.setting("isolation") == "relaxed")
      try await stage.back()
    },
  ]

  /// Workspaces. Needs a container engine with a stopped workspace.
  static let workspaces: KeyValuePairs<String, KeyStage.Proof> = [
    "workspace.start": { stage, key in
      try await stage.screen.type("w")
      try await stage.screen.watch("codex-ws-site.*stopped")
      try await stage.press(key, "codex-ws-site.*running")
      #expect(try stage.engineSays("running"))
      try await stage.screen.type("x")
      try await stage.screen.watch("codex-ws-site was stopped")
      try await stage.back()
    },
    "workspace.stop": { stage, key in
      try await stage.startWorkspace()
      try await stage.press(key, "codex-ws-site was stopped")
      #expect(try stage.engineSays("exited"))
      try await stage.back()
    },
    "workspace.shell": { stage, key in
      try await stage.startWorkspace()
      try await stage.press(key, "inside codex-ws-site")
      try await stage.screen.type("\n")
      try await stage.screen.watch("─ Workspaces ─")
      try await stage.back()
    },
  ]

  /// The program itself.
  static let program: KeyValuePairs<String, KeyStage.Proof> = [
    "theme.next": { stage, key in
      try await stage.press(key, "theme: aurora")
    },
    "app.palette": { stage, key in
      try await stage.press(key, "Commands")
      try await stage.screen.press("\u{15}refresh.freeze", until: "refresh.freeze▏")
      try await stage.screen.type("\r")
      try await stage.screen.watch("FROZEN")
      try await stage.screen.type("f")
      try await stage.screen.watch("refreshing again")
    },
    "help": { stage, key in
      try await stage.press(key, "Keys.*Moving.*Move up")
      try await stage.back()
    },
    "screen.redraw": { stage, key in
      // Everything up to here was seen; only what is drawn again comes behind it.
      try await stage.screen.see(".*")
      try await stage.screen.type(key.sent)
      try await stage.screen.see("ACCOUNT.*work.*home.*quit")
    },
    "app.back": { stage, key in
      try await stage.screen.type("/work\r")
      try await stage.screen.watch("filter work  1 of 2(?!.*● 2 home)")
      try await stage.press(key, "● 2 home")
    },
  ]

  /// Runs. Needs two accounts and a codex that notes where it ran, in which home and with which words.
  static let running: KeyValuePairs<String, KeyStage.Proof> = [
    "run.start": { stage, key in
      try await stage.choose(2)
      try await stage.press(key, "home +codex ended with status 0")
      #expect(try stage.noted("ran").hasSuffix("/accounts/home/codex"))
    },
    "run.options": { stage, key in
      try await stage.choose(1)
      try await stage.press(key, "Run codex on work")
      let place = stage.house.folder / "home"
      try await stage.screen.press("\u{15}" + place.text, until: "/home▏")
      try await stage.screen.type("\texec 'two words'")
      try await stage.screen.watch("exec 'two words'")
      try await stage.screen.type("\r")
      try await stage.screen.watch("work +codex ended with status")
      #expect(try stage.noted("words", in: "home").contains("\0two words\0"))
    },
  ]
}

extension KeyStage {
  /// Opens the settings with the cursor on one.
  fileprivate func openSetting(_ pattern: String) async throws {
    try await screen.type(",")
    try await screen.watch("─ Settings ─.*\(pattern)")
    for _ in 0..<60 {
      if (try? await screen.watch("▌..\(pattern)", within: 1)) != nil { return }
      try await screen.type("j")
    }
    try await screen.watch("▌..\(pattern)", within: 1)
  }

  /// The value of a setting, as the program prints it.
  fileprivate func setting(_ name: String) async throws -> String {
    try await house.swop(["config", "get", name]).output.split(separator: "\n").joined()
  }

  fileprivate func startWorkspace() async throws {
    try await screen.type("w")
    try await screen.watch("codex-ws-site")
    try await screen.type("s")
    try await screen.watch("codex-ws-site.*running")
  }

  fileprivate func engineSays(_ state: String) throws -> Bool { try noted("engine-state") == state }

  /// What a program noted in a file of the folder it was started in.
  fileprivate func noted(_ name: String, in folder: String = "work") throws -> String {
    String(decoding: try house.bytes(house.folder / folder / name), as: UTF8.self)
  }
}

extension Household {
  /// A container engine that knows one stopped workspace, and nothing but to start and stop it and to open
  /// a shell in it.
  func doubleOfEngine() throws -> FilePath {
    let programs = folder / "programs"
    try DiskFileSystem().createFolder(programs, mode: .privateFolder)
    let state = folder / "work" / "engine-state"
    try write("exited", to: state)
    for name in ["docker", "podman"] {
      try writeProgram(
        """
        case "$1" in
          ps) echo c0ffee ;;
          inspect) printf '[{"Name": "codex-ws-site", "State": {"Status": "%s"}}]' "$(cat '\(state)')" ;;
          start) printf running > '\(state)' ;;
          stop) printf exited > '\(state)' ;;
          exec) echo "inside codex-ws-site"; read -r line ;;
        esac
        """, to: programs / name)
    }
    return programs / "docker"
  }
}
