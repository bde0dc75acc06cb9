package import Engine
import EngineCore

/// What a directory says about runs, for scripts.
package enum ProjectJSON {
  /// The object that `set --here` and `unset --here` print.
  package static func report(_ project: ProjectSnapshot?) -> OrderedJSON {
    .report(["project": value(project)])
  }

  /// The value of `project` wherever it stands.
  package static func value(_ project: ProjectSnapshot?) -> OrderedJSON {
    guard let project else { return .null }
    return .object([
      "folder": .text(project.folder.text), "account": .optional(project.label),
      "strategy": .optional(project.strategy?.rawValue),
    ])
  }
}
