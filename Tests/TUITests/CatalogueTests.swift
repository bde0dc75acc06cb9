import TUIKit
import Testing

@testable import TUI

@Suite("The command catalogue")
struct CatalogueTests {
  @Test("every command is in it once, with a key and a place")
  func complete() {
    let commands = DashboardCommands.set.commands

    #expect(Set(commands.map(\.id)) == Set(DashboardCommand.allCases.map(\.id)))
    #expect(commands.filter { $0.keys.isEmpty || $0.contexts.isEmpty }.map(\.id) == [])
  }

  @Test("no key has two meanings in one place")
  func unambiguous() {
    var owners: [String: [String]] = [:]
    for command in DashboardCommands.set.commands {
      for context in command.contexts {
        for key in command.keys {
          owners["\(context.rawValue) \(key)", default: []].append(command.id.rawValue)
        }
      }
    }

    #expect(owners.filter { $0.value.count > 1 } == [:])
  }

  @Test("no command needs Alt, or a function key alone")
  func reachable() {
    let commands = DashboardCommands.set.commands.filter { command in
      command.keys.allSatisfy { key in
        if case .function = key.key { return true }
        return key.modifiers.contains(.alt)
      }
    }

    #expect(commands.map(\.id) == [])
  }
}
