import EngineCore
import TUIKit

/// The page `docs/KEYS.md`, made from the commands of the dashboard.
enum KeysPage {
  /// The page.
  static func markdown(_ set: CommandSet) -> String {
    var text = """
      # Keys

      Made by `swop keys --markdown`; a test keeps it current. What a key does depends on where the focus is.

      The settings file changes them: `"keys": {"account.delete": ["X", "F8"], "search": "none"}`, or
      `swop config set keys.account.delete X F8`. A command gets exactly the keys that are named; `none` leaves it to
      the command palette. A key that another command has in the same place is refused, unless that one gets other
      keys too. Esc and Ctrl-C keep what they do. `swop keys` shows the keys as they are now; a dashboard that is open
      takes a change up at once.

      """
    // A group is told in one place, wherever its commands stand in the order of hints.
    var groups: [String] = []
    for command in set.commands where !groups.contains(command.group) {
      groups.append(command.group)
    }
    for group in groups {
      text += "\n## \(group)\n\n| Keys | Does | Where | Command |\n| --- | --- | --- | --- |\n"
      for command in set.commands where command.group == group {
        let strokes = command.keys.map { "`\($0)`" }.joined(separator: " ")
        text += "| \(strokes) | \(command.title) | \(places(command)) | `\(command.id)` |\n"
      }
    }
    return text
  }

  /// The keys of a command in one line.
  static func keys(_ command: Command, _ keymap: Keymap) -> String {
    keymap.keys(of: command.id).map(\.description).joined(separator: " ")
  }

  /// Where the keys of a command hold.
  static func places(_ command: Command) -> String {
    command.contexts.map(\.rawValue).joined(separator: ", ")
  }
}
