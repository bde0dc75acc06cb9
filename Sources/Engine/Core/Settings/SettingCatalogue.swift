/// Every setting there is. Validation, `swop config`, completions and the documentation read it.
package enum SettingCatalogue {
  /// All settings, in the order they are listed.
  package static let all: [SettingDefinition] = [
    SettingDefinition(
      name: "strategy", kind: .choice(Strategy.allCases.map(\.rawValue)),
      defaultValue: .text(Strategy.mostLeft.rawValue),
      help: "How automatic choice orders the accounts that can be used"),
    SettingDefinition(
      name: "isolation", kind: .choice(IsolationMode.allCases.map(\.rawValue)),
      defaultValue: .text(IsolationMode.relaxed.rawValue),
      help: "Isolation of sandboxes", variable: "SWOP_ISOLATION_MODE"),
    SettingDefinition(
      name: "codex.path", kind: .path, defaultValue: nil,
      help: "The codex binary to run", variable: "SWOP_CODEX_BIN"),
    SettingDefinition(
      name: "codex.home", kind: .folder, defaultValue: nil,
      help: "The folder that accounts share in place of ~/.codex"),
    SettingDefinition(
      name: "rotation", kind: .flag, defaultValue: .flag(false),
      help: "Whether swop codex goes through the rotation proxy", variable: "SWOP_ROTATE"),
    SettingDefinition(
      name: "fallback", kind: .labels, defaultValue: .list([]),
      help: "API-key accounts to use when nothing else can be, in this order"),
    SettingDefinition(
      name: "color", kind: .choice(ColorWish.allCases.map(\.rawValue)),
      defaultValue: .text(ColorWish.auto.rawValue), help: "When to use colour"),
    SettingDefinition(
      name: "sessions.prune", kind: .age, defaultValue: .text("off"),
      help: "Age at which conversations are deleted automatically"),
    SettingDefinition(
      name: "trash.purge", kind: .flag, defaultValue: .flag(false),
      help: "Whether a service or the dashboard destroys what is 30 days old in the trash"),
    SettingDefinition(
      name: "workspace.engine", kind: .choice(["auto", "docker", "podman"]),
      defaultValue: .text("auto"),
      help: "Container engine for workspaces; auto takes the first one found"),
    SettingDefinition(
      name: "notify.desktop", kind: .flag, defaultValue: .flag(false),
      help: "Whether notices appear on the desktop"),
    SettingDefinition(
      name: "notify.webhook", kind: .webhook, defaultValue: nil,
      help: "The address that notices are posted to; never shown"),
    SettingDefinition(
      name: "accounts.KEY.reserve", kind: .percent, defaultValue: .number(0),
      help: "Percent of every window that automatic choice keeps in reserve"),
    SettingDefinition(
      name: "accounts.KEY.preference", kind: .choice(Preference.allCases.map(\.rawValue)),
      defaultValue: .text(Preference.neutral.rawValue),
      help: "Whether automatic choice prefers or preserves the account"),
    SettingDefinition(
      name: "accounts.KEY.isolation", kind: .choice(IsolationMode.allCases.map(\.rawValue)),
      defaultValue: nil, help: "Isolation of this account's sandbox"),
    SettingDefinition(
      name: "keys.COMMAND", kind: .keys, defaultValue: nil,
      help: "Keys of a dashboard command; “none” unbinds it"),
  ]

  /// The definition of a setting by its full name, nil if there is none.
  package static func definition(named name: String) -> SettingDefinition? {
    definition(at: path(of: name))
  }

  /// The definition of the setting at a path of keys, nil if there is none.
  static func definition(at path: [String]) -> SettingDefinition? {
    let pattern: String
    if path.count == 3, path[0] == "accounts", AccountKey(path[1]) != nil {
      pattern = SettingDefinition.accountPrefix + path[2]
    } else if path.count == 2, path[0] == "keys", !path[1].isEmpty {
      pattern = "keys.COMMAND"
    } else {
      pattern = path.joined(separator: ".")
    }
    return all.first { $0.name == pattern && !path.contains("KEY") && !path.contains("COMMAND") }
  }

  /// The keys that lead to a setting. The name of a command has dots of its own.
  package static func path(of name: String) -> [String] {
    if name.hasPrefix(SettingDefinition.commandPrefix) {
      return ["keys", String(name.dropFirst(SettingDefinition.commandPrefix.count))]
    }
    return separated(name)
  }

  private static func separated(_ name: String) -> [String] {
    name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  /// The name that was probably meant, nil if none is close.
  package static func nearest(to name: String) -> String? {
    let path = path(of: name)
    guard path.count == 3, path[0] == "accounts" else {
      return NearestName.of(name, in: all.filter { !$0.isRepeated }.map(\.name))
    }
    let leaves = all.filter(\.isPerAccount).map(\.leaf)
    return NearestName.of(path[2], in: leaves).map { "accounts.\(path[1]).\($0)" }
  }
}

/// One setting: the single place where its name, type, default and help are written.
package struct SettingDefinition: Hashable, Sendable {
  /// Its name, parts joined by dots; `KEY` stands for the key of an account,
  /// `COMMAND` for a command of the dashboard.
  package let name: String
  /// What it may hold.
  package let kind: SettingKind
  /// What holds when no one says anything; nil for nothing.
  package let defaultValue: SettingValue?
  /// One line for people, without a full stop.
  package let help: String
  /// The environment variable that wins over the file.
  package let variable: String?

  /// A setting of its parts.
  init(
    name: String, kind: SettingKind, defaultValue: SettingValue?, help: String,
    variable: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.help = help
    self.variable = variable
  }

  /// Whether there is one of it for each account.
  var isPerAccount: Bool { name.hasPrefix(Self.accountPrefix) }

  /// Whether there is one of it for each command of the dashboard.
  var isPerCommand: Bool { name.hasPrefix(Self.commandPrefix) }

  /// Whether there may be several of it.
  package var isRepeated: Bool { isPerAccount || isPerCommand }

  /// The last part of its name.
  var leaf: String { name.split(separator: ".").last.map(String.init) ?? name }

  static let accountPrefix = "accounts.KEY."
  static let commandPrefix = "keys."
}
