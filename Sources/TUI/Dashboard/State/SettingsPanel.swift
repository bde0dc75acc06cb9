package import EngineCore
package import TUIKit

/// The settings as their panel shows them.
package struct SettingsPanel: Hashable, Sendable {
  /// One setting.
  package struct Entry: Hashable, Sendable, Identifiable {
    /// What kind of key changes it.
    package enum Editing: Hashable, Sendable {
      /// Enter chooses the next of these words.
      case choices([String])
      /// Enter opens a line to type in; the words say what may stand there.
      case typed(expectation: String)
    }

    /// Its full name.
    package var name: String
    /// The value that holds, as people read it.
    package var value: String
    /// What holds when nobody says anything.
    package var defaultValue: String
    /// Where the value comes from: `default`, `file`, `environment`.
    package var source: String
    /// The variable or line it comes from, nil for the default.
    package var origin: String?
    /// One line for people.
    package var help: String
    /// How it is changed.
    package var editing: Editing

    package var id: String { name }

    /// A setting of its parts.
    package init(
      name: String, value: String, defaultValue: String, source: String, origin: String? = nil,
      help: String, editing: Editing
    ) {
      self.name = name
      self.value = value
      self.defaultValue = defaultValue
      self.source = source
      self.origin = origin
      self.help = help
      self.editing = editing
    }
  }

  /// All settings; nil before they were read.
  package var entries: [Entry]?
  /// The chosen one's name.
  package var selection: String?
  /// What is being typed for the chosen one, nil if nothing is.
  package var edit: TextField?
  /// What is wrong with the file, nil if nothing is.
  package var fault: ErrorReport?

  /// A panel that knows nothing yet.
  package init() {}

  /// The chosen setting.
  package var selected: Entry? { entries?.first { $0.name == selection } }
}
