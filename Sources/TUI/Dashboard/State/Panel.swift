package import EngineCore
import TUIKit

/// What can have the screen instead of the list.
enum Panel: String, Hashable, Sendable, CaseIterable {
  /// The whole event log.
  case log
  /// The rotation proxy with its live requests.
  case proxy
  /// The containers.
  case workspaces
  /// Value, default and source of every setting.
  case settings
}

/// The rotation proxy as its panel and the status line show it.
package struct ProxyPanel: Hashable, Sendable {
  /// One account's part.
  package struct Share: Hashable, Sendable {
    /// The account's label.
    var label: String
    /// Answers that stream now.
    var activeStreams: Int
    /// Requests so far.
    var requests: Int
    /// Requests that moved away from it.
    var movedFrom: Int
    /// Requests that moved to it.
    var movedTo: Int
    /// Until when it takes no new ones.
    var coolingUntil: Date?

    /// A share of its parts.
    package init(
      label: String, activeStreams: Int = 0, requests: Int = 0, movedFrom: Int = 0,
      movedTo: Int = 0, coolingUntil: Date? = nil
    ) {
      self.label = label
      self.activeStreams = activeStreams
      self.requests = requests
      self.movedFrom = movedFrom
      self.movedTo = movedTo
      self.coolingUntil = coolingUntil
    }
  }

  /// What a running proxy tells.
  package struct Service: Hashable, Sendable {
    /// Its process.
    var pid: Int32
    /// Its address.
    var url: String
    /// Since when it runs.
    var startedAt: Date
    /// Requests so far.
    var requests: Int
    /// Requests that moved to another account.
    var moved: Int
    /// Requests that failed.
    var failed: Int
    /// Answers that stream now.
    var activeStreams: Int
    /// The accounts' parts.
    var shares: [Share]

    /// A proxy of its parts.
    package init(
      pid: Int32, url: String, startedAt: Date, requests: Int = 0, moved: Int = 0,
      failed: Int = 0, activeStreams: Int = 0, shares: [Share] = []
    ) {
      self.pid = pid
      self.url = url
      self.startedAt = startedAt
      self.requests = requests
      self.moved = moved
      self.failed = failed
      self.activeStreams = activeStreams
      self.shares = shares
    }
  }

  /// The running proxy, nil if none runs.
  package var service: Service?
  /// Why none runs, one clause of the machine's service manager; nil if it says nothing.
  package var absence: String?
  /// Whether `swop codex` goes through it by default.
  package var isRotationOn = false
  /// The last moves and failures, newest last.
  var moves: [EngineEvent] = []
  /// Why nothing is known, nil if something is.
  package var fault: ErrorReport?

  /// A proxy that does not run.
  package init() {}
}

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
    var name: String
    /// The value that holds, as people read it.
    var value: String
    /// What holds when no one says anything.
    var defaultValue: String
    /// Where the value comes from: `default`, `file`, `environment`.
    var source: String
    /// The variable or line it comes from, nil for the default.
    var origin: String?
    /// One line for people.
    var help: String
    /// How it is changed.
    var editing: Editing

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
  var entries: [Entry]?
  /// The chosen one's name.
  var selection: String?
  /// What is being typed for the chosen one, nil if nothing is.
  var edit: TextField?
  /// What is wrong with the file, nil if nothing is.
  var fault: ErrorReport?

  /// A panel that knows nothing yet.
  init() {}

  /// The chosen setting.
  var selected: Entry? { entries?.first { $0.name == selection } }
}

/// The containers as their panel shows them.
package struct WorkspacePanel: Hashable, Sendable {
  /// One container.
  package struct Entry: Hashable, Sendable, Identifiable {
    /// Its name.
    var name: String
    /// The repository in it, nil if none is known.
    var repository: String?
    /// Whether it runs.
    var isRunning: Bool
    /// What the engine says of it: `Up 3 hours`.
    var status: String
    /// The account it uses, nil for none.
    var account: String?
    /// What is being done with it now.
    var progress: Progress?

    package var id: String { name }

    /// A container of its parts.
    package init(
      name: String, repository: String? = nil, isRunning: Bool, status: String,
      account: String? = nil, progress: Progress? = nil
    ) {
      self.name = name
      self.repository = repository
      self.isRunning = isRunning
      self.status = status
      self.account = account
      self.progress = progress
    }
  }

  /// All containers; nil before they were listed.
  var entries: [Entry]?
  /// The chosen one's name.
  var selection: String?
  /// Why they cannot be listed, nil if they can.
  var fault: ErrorReport?

  /// A panel that knows nothing yet.
  init() {}

  /// The chosen container.
  var selected: Entry? { entries?.first { $0.name == selection } }
}
