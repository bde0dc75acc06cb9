package import EngineCore
import EngineProxy

/// Reads and changes the settings file. A change is one step on disk, under a lock, after a copy of the
/// old file was kept.
package struct SettingsStore: Sendable {
  /// Where the settings are.
  package let path: FilePath
  private let backups: FilePath
  private let files: any FileSystem
  private let locks: LockRoom
  private let time: any TimeSource

  /// More than this is not a settings file, in bytes.
  static let sizeLimit = 1_048_576
  /// So many old copies are kept.
  static let backupLimit = 20

  /// The settings of a root.
  package init(
    root: FilePath, files: any FileSystem, locks: LockRoom, time: any TimeSource
  ) {
    path = root / "config.json"
    backups = root / "backup"
    self.files = files
    self.locks = locks
    self.time = time
  }

  /// The file as it stands; `.empty` if there is none.
  package func load() throws(SettingsError) -> SettingsFile {
    try SettingsFile(try text() ?? [], path: path)
  }

  /// Sets one value.
  ///
  /// - Throws: `SettingsError`; the file is then as it was.
  package func set(_ value: SettingValue, named name: String) async throws(SettingsError) {
    let keys = SettingCatalogue.path(of: name)
    try await change(purpose: "config set \(name)") { old throws(JSON5Error) in
      try SettingsEditor.set(value, at: keys, in: old)
    }
  }

  /// Removes one value, so that the default holds again.
  ///
  /// - Throws: `SettingsError`; the file is then as it was.
  package func remove(named name: String) async throws(SettingsError) {
    let keys = SettingCatalogue.path(of: name)
    try await change(purpose: "config set \(name)") { old throws(JSON5Error) in
      try SettingsEditor.remove(keys, from: old)
    }
  }

  /// Keeps a copy of the file, for anyone who is about to edit it by hand.
  package func backUp() throws(SettingsError) {
    guard let old = try text() else { return }
    do {
      try keepCopy(of: old)
    } catch {
      throw .file(error)
    }
  }

  private func change(
    purpose: String, _ edit: ([UInt8]) throws(JSON5Error) -> [UInt8]
  ) async throws(SettingsError) {
    let lock: any HeldLock
    do {
      lock = try await locks.acquire(.settings, purpose: purpose, wait: .seconds(5))
    } catch {
      throw .lock(error)
    }
    defer { lock.release() }
    let old = try text()
    let new: [UInt8]
    do {
      new = try edit(old ?? [])
    } catch {
      throw .notJSON5(path: path, error)
    }
    guard new != old ?? [] else { return }
    // What swop writes, swop must be able to read.
    _ = try SettingsFile(new, path: path)
    try write(new, over: old)
  }

  private func write(_ new: [UInt8], over old: [UInt8]?) throws(SettingsError) {
    do {
      if let old { try keepCopy(of: old) }
      try files.createFolder(path.parent, mode: .privateFolder)
      // Someone who keeps the file elsewhere and links it here goes on doing so.
      let isLink = try files.status(path)?.kind == .link
      let target = isLink ? try files.resolve(path) : path
      try files.replace(target, with: Data(new), mode: .privateFile)
    } catch {
      throw .file(error)
    }
  }

  private func keepCopy(of text: [UInt8]) throws(FileError) {
    try files.createFolder(backups, mode: .privateFolder)
    let stamp = ClockText.stamp(time.now()).filter { $0 != ":" && $0 != "-" }
    var copy = backups / "config.\(stamp).json"
    var number = 2
    while files.exists(copy) {
      copy = backups / "config.\(stamp)-\(number).json"
      number += 1
    }
    try files.replace(copy, with: Data(text), mode: .privateFile)
    let copies = try files.list(backups).filter { $0.hasPrefix("config.") }
    for name in copies.sorted().dropLast(Self.backupLimit) { try files.remove(backups / name) }
  }

  private func text() throws(SettingsError) -> [UInt8]? {
    do {
      guard let data = try files.readIfPresent(path) else { return nil }
      guard data.count <= Self.sizeLimit else {
        throw SettingsError.tooLarge(path: path, limit: Self.sizeLimit)
      }
      return Array(data)
    } catch let error as FileError {
      throw .file(error)
    } catch let error as SettingsError {
      throw error
    } catch {
      preconditionFailure("reading throws nothing else: \(error)")
    }
  }
}

/// Settings that change while this process runs.
extension Fleet {
  /// The settings that this engine goes by.
  package nonisolated var settings: Settings { configuration.settings }

  /// The engine of the settings that hold now: this one, or another with the same tokens. While the file is
  /// broken, the last good settings hold.
  package func current() -> Fleet {
    let latest = successor ?? self
    guard let wanted = try? configuration.settingsSource.now(), wanted != latest.settings else {
      return latest
    }
    var changed = configuration
    changed.settings = wanted
    let fleet = Fleet(changed, tokens: tokens)
    successor = fleet
    return fleet
  }

  /// Lets a proxy choose by the settings as they change, until the task is cancelled.
  func keepUpToDate(_ proxy: RotationProxy) async {
    let (changes, told) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let stop = configuration.settingsSource.watch { told.yield() }
    defer { stop() }
    for await _ in changes { await proxy.refreshPool() }
  }
}
