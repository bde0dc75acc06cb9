/// What the user has settled, defaults filled in.
package struct Settings: Hashable, Sendable {
  /// How automatic choice orders accounts.
  package var strategy: Strategy = .mostLeft
  /// Isolation of sandboxes.
  package var isolation: IsolationMode = .relaxed
  /// The codex binary to run, nil for the usual search.
  package var codexPath: FilePath?
  /// The folder that relaxed sandboxes share, nil for `~/.codex`.
  package var codexHome: FilePath?
  /// Whether runs go through the rotation proxy.
  package var rotation = false
  /// Labels of API-key accounts to use when nothing else can be, in this order.
  package var fallback: [String] = []
  /// When to use colour.
  package var color: ColorWish = .auto
  /// Age in days at which conversations are cleaned up by themselves; nil for never.
  package var pruneSessionsAfterDays: Int?
  /// Whether services and the dashboard destroy what is older than thirty days in the trash.
  package var purgesTrash = false
  /// The name of the container engine that holds workspaces, nil for the first there is.
  package var workspaceEngine: String?
  /// Whether notices appear on the desktop.
  package var notifiesDesktop = false
  /// The address that notices are posted to, nil for none.
  package var webhook: Redacted<String>?
  /// What is said about single accounts.
  var accounts: [AccountKey: AccountSettings] = [:]

  /// The defaults.
  package init() {}

  /// What is said about one account, defaults filled in.
  package func account(_ key: AccountKey) -> AccountSettings {
    accounts[key] ?? AccountSettings()
  }

  /// Takes values that were checked against the catalogue.
  ///
  /// - Parameters:
  ///   - resolved: settings with their values.
  ///   - home: the user's home folder, for paths that begin with `~/`.
  init(_ resolved: [ResolvedSetting], home: FilePath?) {
    for setting in resolved {
      guard let value = setting.value else { continue }
      // What keys do is the dashboard's affair: the engine stays the same when they change.
      guard !setting.definition.isPerCommand else { continue }
      if setting.definition.isPerAccount, let key = AccountKey(setting.path[1]) {
        accounts[key, default: AccountSettings()].take(value, for: setting.definition.leaf)
      } else {
        take(value, for: setting.definition.name, home: home)
      }
    }
  }

  private mutating func take(_ value: SettingValue, for name: String, home: FilePath?) {
    switch (name, value) {
    case ("strategy", .text(let text)): strategy = Strategy(rawValue: text) ?? strategy
    case ("isolation", .text(let text)): isolation = IsolationMode(rawValue: text) ?? isolation
    case ("codex.path", .text(let text)): codexPath = Self.path(text, home: home)
    case ("codex.home", .text(let text)): codexHome = Self.path(text, home: home)
    case ("rotation", .flag(let flag)): rotation = flag
    case ("fallback", .list(let labels)): fallback = labels
    case ("color", .text(let text)): color = ColorWish(rawValue: text) ?? color
    case ("notify.desktop", .flag(let flag)): notifiesDesktop = flag
    case ("notify.webhook", .secret(let address)): webhook = address
    case ("sessions.prune", .text(let text)): pruneSessionsAfterDays = SettingKind.days(text)
    case ("trash.purge", .flag(let flag)): purgesTrash = flag
    case ("workspace.engine", .text(let text)): workspaceEngine = text == "auto" ? nil : text
    default: preconditionFailure("the catalogue has a setting without a reader: \(name)")
    }
  }

  private static func path(_ text: String, home: FilePath?) -> FilePath {
    guard text.hasPrefix("~/"), let home else { return FilePath(text) }
    return home / String(text.dropFirst(2))
  }
}

extension AccountSettings {
  fileprivate mutating func take(_ value: SettingValue, for leaf: String) {
    switch (leaf, value) {
    case ("reserve", .number(let percent)): reservePercent = percent
    case ("preference", .text(let text)): preference = Preference(rawValue: text) ?? preference
    case ("isolation", .text(let text)): isolation = IsolationMode(rawValue: text)
    default: preconditionFailure("the catalogue has a setting without a reader: \(leaf)")
    }
  }
}

/// What the settings say about one account.
package struct AccountSettings: Hashable, Sendable {
  /// Percent of every window to leave for the user, 0 to 100.
  package var reservePercent: Double = 0
  /// What the user notes about it for automatic choice.
  package var preference: Preference = .neutral
  /// The mode of its sandbox, nil to follow the general one.
  package var isolation: IsolationMode?

  /// The defaults.
  init() {}
}

/// When to use colour.
package enum ColorWish: String, Hashable, Sendable, CaseIterable {
  /// On a terminal that has colours.
  case auto
  /// Everywhere.
  case always
  /// Nowhere.
  case never
}

/// The keys that the settings file gives to a command of the dashboard, not yet held against what there is.
package struct KeyBinding: Hashable, Sendable {
  /// The command's name, for example `account.delete`.
  package let command: String
  /// Its keys as they are written, for example `Ctrl-D`; none frees it.
  package let keys: [String]
  /// Where the keys stand in the settings file, nil if they do not come from there.
  package let position: JSON5Position?

  /// A binding of its parts.
  package init(command: String, keys: [String], position: JSON5Position? = nil) {
    self.command = command
    self.keys = keys
    self.position = position
  }
}

/// The settings as they hold at any moment, for what runs for long.
package protocol SettingsSource: Sendable {
  /// The settings that hold now.
  ///
  /// - Throws: `SettingsError` while the file is broken.
  func now() throws(SettingsError) -> Settings

  /// Tells when the settings may have changed.
  ///
  /// - Parameter changed: called on any thread.
  /// - Returns: What ends the telling.
  func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void
}

/// Settings that no one changes.
package struct FixedSettings: SettingsSource {
  private let settings: Settings

  /// A source that always gives `settings`.
  package init(_ settings: Settings) {
    self.settings = settings
  }

  package func now() -> Settings { settings }

  package func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void { {} }
}
