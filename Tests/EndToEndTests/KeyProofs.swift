import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

/// What every key of the dashboard has to do, by command.
enum KeyProofs {
  /// The cursor. Needs nine accounts.
  static let moving: KeyValuePairs<String, KeyStage.Proof> = [
    "move.up": moves(from: 3, to: 2), "move.down": moves(from: 3, to: 4),
    "move.first": moves(from: 3, to: 1), "move.last": moves(from: 3, to: 9),
    "move.pageUp": moves(from: 8, to: 1), "move.pageDown": moves(from: 2, to: 9),
    "pick.row1": moves(from: 3, to: 1), "pick.row2": moves(from: 3, to: 2),
    "pick.row3": moves(from: 2, to: 3), "pick.row4": moves(from: 3, to: 4),
    "pick.row5": moves(from: 3, to: 5), "pick.row6": moves(from: 3, to: 6),
    "pick.row7": moves(from: 3, to: 7), "pick.row8": moves(from: 3, to: 8),
    "pick.row9": moves(from: 3, to: 9),
  ]

  private static func moves(from: Int, to: Int) -> KeyStage.Proof {
    { stage, key in
      try await stage.choose(from)
      try await stage.press(key, "▌. \(to) ")
    }
  }

  /// Commands that leave the screen, proved at a shell.
  static let atTheShell = ["app.suspend", "app.quit"]

  /// Search and order. Needs three accounts.
  static let finding: KeyValuePairs<String, KeyStage.Proof> = [
    "search": { stage, key in
      try await stage.press(key, "Esc clear")
      try await stage.screen.type("lab")
      try await stage.screen.watch("lab.*1 of 3")
      try await stage.back()
    },
    "search.next": { stage, key in
      try await stage.searchLog("added")
      try await stage.screen.type("N")
      try await stage.screen.watch("▌[^\n]* home ")
      try await stage.press(key, "▌[^\n]* lab ")
      try await stage.back()
    },
    "search.previous": { stage, key in
      try await stage.searchLog("added")
      try await stage.press(key, "▌[^\n]* home ")
      try await stage.back()
    },
    "sort.next": { stage, key in
      for order in ["state", "5h left", "week left", "next reset", "name"] {
        try await stage.press(key, "sort: \(order)")
      }
      try await stage.screen.watch("2 home[^\n]*\n[^\n]*3 lab[^\n]*\n[^\n]*1 work")
      try await stage.press(key, "1 work[^\n]*\n[^\n]*2 home[^\n]*\n[^\n]*3 lab")
    },
  ]

  /// Readings. Needs two accounts.
  static let reading: KeyValuePairs<String, KeyStage.Proof> = [
    "refresh.one": { stage, key in
      try await stage.choose(key.alternate(1, 2))
      let account = key.alternate("work", "home")
      let before = await stage.readings()
      try await stage.screen.type(key.sent)
      try await stage.house.eventually {
        await stage.readings()[account, default: 0] > before[account, default: 0]
      }
      try await stage.screen.watch("usage refreshed")
    },
    "refresh.all": { stage, key in
      let before = await stage.readings()
      // The words of the last key may still stand there, so the server's side is waited for too.
      try await stage.press(key, "usage of 2 accounts refreshed")
      try await stage.house.eventually {
        let after = await stage.readings()
        return ["work", "home"].allSatisfy { after[$0, default: 0] > before[$0, default: 0] }
      }
    },
    "refresh.freeze": { stage, key in
      try await stage.press(key, "FROZEN")
      try await stage.press(key, "refreshing again")
      try await stage.screen.watch("^(?!.*FROZEN)")
    },
  ]
}

extension KeyStage {
  /// Searches the log for a word; the cursor goes to the newest line that has it.
  fileprivate func searchLog(_ word: String) async throws {
    try await screen.type("l")
    try await screen.watch("Log  ")
    try await screen.type("/")
    try await screen.watch("Esc clear")
    try await screen.type(word + "\r")
    try await screen.watch("search \(word)  \\d+ found.*▌[^\n]* lab ")
  }

  /// How often the servers were asked for the quota of every account.
  fileprivate func readings() async -> [String: Int] {
    await house.server.standin.entries.filter { $0.endpoint == .usage }
      .reduce(into: [:]) { $0[$1.account ?? "", default: 0] += 1 }
  }
}

extension KeyProofs {
  /// What is done to an account. Needs three accounts.
  static let accounts: KeyValuePairs<String, KeyStage.Proof> = [
    "account.set": { stage, key in
      try await stage.choose(key.alternate(2, 1))
      let label = key.alternate("home", "work")
      try await stage.press(key, "\(label) is the default account")
      #expect(try await stage.isTrue("default", label))
    },
    "account.toggle": { stage, key in
      try await stage.choose(2)
      try await stage.press(key, "home is off")
      #expect(try await !stage.isTrue("enabled", "home"))
      try await stage.press(key, "home is on")
      #expect(try await stage.isTrue("enabled", "home"))
    },
    "account.rename": { stage, key in
      let (old, new) = key.alternate(("home", "away"), ("away", "home"))
      try await stage.choose(2)
      try await stage.press(key, "Rename \(old)")
      try await stage.screen.press("\u{15}" + new, until: "\(new)▏")
      try await stage.screen.type("\r")
      try await stage.screen.watch("\(old) is now called \(new)")
      #expect(try await stage.house.status("state")[new] != nil)
    },
    "account.delete": { stage, key in
      try await stage.choose(3)
      try await stage.press(key, "Delete account 3")
      try await stage.screen.press("y", until: "lab moved to the trash")
      #expect(try await stage.house.status("state")["lab"] == nil)
      try await stage.screen.type("u")
      try await stage.screen.watch("3 lab.*lab is back")
    },
    "undo": { stage, key in
      try await stage.choose(3)
      try await stage.screen.type("D")
      try await stage.screen.watch("Delete account 3")
      try await stage.screen.press("y", until: "lab moved to the trash.*\(key) undo")
      try await stage.press(key, "3 lab.*lab is back")
      #expect(try await stage.house.status("state")["lab"] == "ready")
    },
    "account.best": { stage, key in
      try await stage.press(key, "Which account is best.*strategy")
      try await stage.back()
    },
    "copy": { stage, key in
      try await stage.choose(2)
      try await stage.press(key, "copied home \\(")
      try await stage.press(key, "copied home@")
    },
    "account.relogin": { stage, key in
      let label = key.alternate("work", "lab")
      try await stage.choose(key.alternate(1, 3))
      await stage.house.settings {
        $0.approver = label
        // No one approves before the code was seen.
        $0.approvesDeviceAtPoll = 2
      }
      let before = try stage.house.bytes(stage.house.authFile(label))
      try await stage.press(key, "Sign in to \(label).*enter")
      try await stage.screen.watch("\(label) is signed in")
      #expect(try stage.house.bytes(stage.house.authFile(label)) != before)
    },
  ]

  /// New accounts. Needs two accounts, and a third that only the servers know.
  static let newAccounts: KeyValuePairs<String, KeyStage.Proof> = [
    "account.add": { stage, key in
      await stage.house.settings { $0.approver = "spare" }
      try await stage.press(key, "Add an account")
      try await stage.screen.press("\u{15}spare", until: "spare▏")
      try await stage.screen.type("\r")
      try await stage.screen.watch("3 spare.*spare is signed in")
      #expect(try await stage.house.status("state")["spare"] == "ready")
      try await stage.giveUp("spare")
    },
    "account.import": { stage, key in
      let file = try await stage.house.newSignIn(of: "spare")
      try await stage.press(key, "Import.*auth.json")
      try await stage.screen.press("\u{15}spare", until: "spare▏")
      try await stage.screen.type("\t\u{15}" + file.text)
      try await stage.screen.watch("sign-in-spare.json▏")
      try await stage.screen.type("\r\r")
      try await stage.screen.watch("3 spare.*spare was imported")
      #expect(try await stage.house.status("state")["spare"] == "ready")
      try await stage.giveUp("spare")
    },
  ]

  /// A sign-in that no one approves. Needs a program that opens links and notes what it was given.
  static let signingIn: KeyValuePairs<String, KeyStage.Proof> = [
    "signin.open": { stage, key in
      try await stage.beginSignIn()
      let opened = stage.house.folder / "work" / "opened"
      // A fresh dialog takes no keys.
      try await stage.house.eventually {
        try await stage.screen.type(key.sent)
        return DiskFileSystem().exists(opened)
      }
      let link = String(decoding: try stage.house.bytes(opened), as: UTF8.self)
      #expect(link.hasPrefix(stage.house.server.issuerURL))
      try await stage.cancelSignIn()
    },
    "signin.copy": { stage, key in
      try await stage.beginSignIn()
      try await stage.screen.press(key.sent, until: "copied http")
      try await stage.cancelSignIn()
    },
    "signin.browser": { stage, key in
      try await stage.beginSignIn()
      try await stage.screen.press(key.sent, until: "Confirm in the browser")
      try await stage.cancelSignIn()
    },
  ]
}

extension KeyStage {
  /// Takes an account away for good.
  fileprivate func giveUp(_ label: String) async throws {
    #expect(try await house.swop(["remove", label]).status == 0)
    try await screen.watch("^(?!.*3 \(label))")
  }

  fileprivate func beginSignIn() async throws {
    try await choose(2)
    try await screen.type("R")
    try await screen.watch("Sign in to home.*enter")
  }

  fileprivate func cancelSignIn() async throws {
    try await back()
    #expect(try await house.status("state")["home"] == "ready")
  }
}
