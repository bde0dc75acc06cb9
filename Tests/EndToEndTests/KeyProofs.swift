import EngineCore
import EngineStandin
import Testing

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
