import Engine
import EngineCore
import EngineStandin
import TestSupport
import Testing

/// The dashboard on a terminal, over the real engine, while one key after the other is pressed.
struct KeyStage {
  /// Presses a key on the list and looks at what it does, on the screen and on disk. Anyone who comes after
  /// finds everything as it was.
  typealias Proof = @Sendable (KeyStage, KeyPress) async throws -> Void

  let house: Household
  let screen: SessionTerminal

  /// Puts the cursor on the account of a row.
  func choose(_ row: Int) async throws {
    try await screen.type("\(row)")
    try await screen.watch("▌. \(row) ")
  }

  /// Presses the key, and waits for what it makes appear.
  func press(_ key: KeyPress, _ pattern: String) async throws {
    try await screen.type(key.sent)
    try await screen.watch(pattern)
  }

  /// Leaves a panel, dialog or filter by Esc, and waits for the list.
  func back() async throws {
    try await screen.press("\u{1B}", until: "run codex.*q quit")
  }

  /// Whether the program says something of an account: `enabled`, `default`, `state`.
  func isTrue(_ member: String, _ label: String) async throws -> Bool {
    try await house.status(member)[label] == true
  }
}

/// One key of a command, one of several for the same.
struct KeyPress: CustomStringConvertible {
  /// Its name, as `swop keys` prints it.
  let name: String
  /// Which of the command's keys it is, from 0.
  let place: Int

  var description: String { name }

  /// What a terminal sends for it.
  var sent: String {
    if let known = Self.sequences[name] { return known }
    guard name.hasPrefix("Ctrl-"), let letter = name.last?.asciiValue else { return name }
    return String(Unicode.Scalar(letter & 0x1F))
  }

  /// One of two, so that the second key of a command finds something else to do than the first.
  func alternate<Value>(_ first: Value, _ second: Value) -> Value {
    place.isMultiple(of: 2) ? first : second
  }

  private static let sequences = [
    "Enter": "\r", "Esc": "\u{1B}", "Tab": "\t", "Shift-Tab": "\u{1B}[Z", "Delete": "\u{1B}[3~",
    "Up": "\u{1B}OA", "Down": "\u{1B}OB", "Home": "\u{1B}OH", "End": "\u{1B}OF",
    "PgUp": "\u{1B}[5~", "PgDn": "\u{1B}[6~", "F1": "\u{1B}OP", "F2": "\u{1B}OQ",
    "F5": "\u{1B}[15~",
  ]
}

extension Household {
  /// A household whose program knows some accounts, in this order.
  static func knowing(_ names: [String], servers: [String] = []) async throws -> Household {
    let house = try await Household(
      (names + servers).map {
        StandinAccount($0, windows: [.fiveHours(used: 20), .week(used: 30)])
      })
    for name in names { #expect(try await house.bring(name).status == 0) }
    return house
  }

  /// The keys of every command, as `swop keys` prints them.
  func keys() async throws -> [String: [KeyPress]] {
    let commands = try await swop(["keys", "--json"]).json()["commands"]?.elements ?? []
    return commands.reduce(into: [:]) { keys, command in
      let names = (command["keys"]?.elements ?? []).compactMap(\.text)
      keys[command["command"]?.text ?? ""] = names.enumerated().map {
        KeyPress(name: $1, place: $0)
      }
    }
  }

  /// Opens the dashboard and proves every key of some commands, one command after the other.
  func prove(
    _ proofs: KeyValuePairs<String, KeyStage.Proof>, variables: [String: String?] = [:]
  ) async throws {
    let keys = try await keys()
    try await onTerminal(["ui"], variables: variables) { screen in
      let stage = KeyStage(house: self, screen: screen)
      try await screen.watch("1 work.*ready")
      for (command, proof) in proofs {
        for key in try #require(keys[command]) {
          do { try await proof(stage, key) } catch {
            throw SessionTerminal.Unexpected(description: "\(command) by \(key): \(error)")
          }
        }
      }
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }
}
