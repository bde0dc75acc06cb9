package import EngineCore

/// Which folder relaxed accounts share: `~/.codex`, or the user's own `CODEX_HOME` once it was agreed on.
///
/// The folder is a setting, so that the service and cron, which do not have the variable, share the same
/// one. A variable that says something else is never followed silently: conversations and settings would be
/// gone without a word. What was agreed on is kept beside the setting, in `run/shared-home.json`.
package struct SharedHomeChoice: Sendable {
  /// What the environment and the setting say together.
  package enum Standing: Hashable, Sendable {
    /// They agree, or it was agreed that they do not.
    case settled
    /// There is no account yet: the environment decides; nil goes back to `~/.codex`.
    case new(FilePath?)
    /// They do not agree; `named` is nil when the variable is not set any more.
    case changed(named: FilePath?)
  }

  /// What was agreed on, as it is stored.
  private struct Record: Codable {
    /// The folder that is shared.
    var home: String
    /// What the variable may say although another folder is shared; empty for not set.
    var agreed: [String]
    /// Whether the folder came from the variable, and not from a person who changed the setting.
    var isAdopted: Bool
  }

  private let layout: SandboxLayout
  private let setting: FilePath?
  private let named: FilePath?
  private let files: any FileSystem

  /// The choice of a root.
  ///
  /// - Parameters:
  ///   - layout: where everything is; its shared home is the one that holds.
  ///   - setting: the setting `codex.home`, nil if it is not set.
  ///   - environment: `CODEX_HOME` is read; one of swop's own, which codex hands to what it starts, does not
  ///     count.
  ///   - folder: what a relative variable is relative to.
  ///   - files: the disk.
  package init(
    layout: SandboxLayout, setting: FilePath?, environment: ProcessEnvironment, folder: FilePath,
    files: any FileSystem
  ) {
    self.layout = layout
    self.setting = setting
    self.files = files
    named = environment.nonEmpty("CODEX_HOME").map { FilePath($0) }
      .map { $0.isAbsolute ? $0 : folder / $0.text }
  }

  /// The folder that holds now.
  package var current: FilePath { setting ?? usual }

  /// The folder that the environment names.
  package var wanted: FilePath { named ?? usual }

  /// The folder of the environment that is passed over because it does not exist: codex itself would refuse
  /// it, and there is nothing in it that could be missed.
  package var passedOver: FilePath? {
    guard setting == nil, let named, !isOfSwop(named), !files.exists(named) else { return nil }
    return named
  }

  /// What is to be done.
  package var standing: Standing {
    if let named, isOfSwop(named) { return .settled }
    if isSame(wanted, current) || passedOver != nil { return .settled }
    let record = record
    if !hasAccounts, setting == nil || record?.isAdopted == true {
      return .new(isSame(wanted, usual) ? nil : named)
    }
    // A setting that a person wrote holds where the variable is not set.
    let agreed = record?.agreed ?? [""]
    return agreed.contains(named?.text ?? "") ? .settled : .changed(named: named)
  }

  /// Notes that a folder was taken over from the variable.
  package func noteAdoption(of home: FilePath) throws(FileError) {
    try write(Record(home: home.text, agreed: [home.text], isAdopted: true))
  }

  /// Notes that a person chose a folder, whatever the variable says now or where it is not set.
  package func noteChoice(of home: FilePath) throws(FileError) {
    let kept = record?.home == home.text ? record?.agreed ?? [] : []
    let agreed = Set(kept + ["", home.text] + [named?.text].compactMap(\.self))
    try write(Record(home: home.text, agreed: agreed.sorted(), isAdopted: false))
  }

  private var usual: FilePath { layout.usualHome }
  private var path: FilePath { layout.run / "shared-home.json" }

  /// What was agreed on about the folder that holds; nil if nothing was.
  private var record: Record? {
    guard let data = try? files.read(path),
      let record = try? JSONDecoder().decode(Record.self, from: data), record.home == current.text
    else { return nil }
    return record
  }

  private func write(_ record: Record) throws(FileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(record) else { return }
    try files.createFolder(layout.run, mode: .privateFolder)
    try files.replace(path, with: data, mode: .privateFile)
  }

  private var hasAccounts: Bool {
    ((try? files.list(layout.accounts)) ?? []).contains { !$0.hasPrefix(".") }
  }

  /// Whether a folder is a sandbox or the pool's home, of this root or another one.
  private func isOfSwop(_ home: FilePath) -> Bool {
    let root = (try? files.resolve(layout.root)) ?? layout.root
    for home in [home, (try? files.resolve(home)) ?? home] {
      let folders = [layout.root, root].flatMap { root in
        ["accounts", "pool", "staging", "trash"].map { root / $0 }
      }
      if folders.contains(where: home.isInside) { return true }
      let sandbox = home.parent
      guard home.name == "codex" else { continue }
      if sandbox.parent.name == "accounts", files.exists(sandbox / "meta.json") { return true }
      if sandbox.name == "pool", files.exists(sandbox.parent / "accounts") { return true }
    }
    return false
  }

  private func isSame(_ one: FilePath, _ other: FilePath) -> Bool {
    if one == other { return true }
    guard let resolved = try? files.resolve(one) else { return false }
    return resolved == (try? files.resolve(other))
  }
}
