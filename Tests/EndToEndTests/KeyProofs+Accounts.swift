import Engine
import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

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
        // Nobody approves before the code was seen.
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

  /// A sign-in that nobody approves. Needs a program that opens links and notes what it was given.
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
