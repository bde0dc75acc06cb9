package import EngineCore

/// Points the packaged desktop app at the proxy, and back: one key of codex's own configuration.
package struct AppBinding: Sendable {
  /// The key.
  static let key = "openai_base_url"
  /// The name of the app's token.
  static let tokenName = "desktop-app"

  private let layout: SandboxLayout
  private let files: any FileSystem
  private let locks: LockRoom
  private let time: any TimeSource
  private let tokens: ClientTokens
  private let check: ConfigurationCheck?

  /// The binding of a root; without `check` it can only be asked and undone.
  package init(
    layout: SandboxLayout, files: any FileSystem, locks: LockRoom, time: any TimeSource,
    tokens: ClientTokens, check: ConfigurationCheck?
  ) {
    self.layout = layout
    self.files = files
    self.locks = locks
    self.time = time
    self.tokens = tokens
    self.check = check
  }

  /// The configuration that the app reads. It is not started from a shell, so `CODEX_HOME` does not count.
  var file: FilePath { home / "config.toml" }
  private var home: FilePath { layout.usualHome }

  /// Whether the app is bound: swop's note says so, and the file still leads to the proxy.
  var isBound: Bool { boundPort != nil }

  /// Binds the app to a proxy that was seen to answer.
  ///
  /// - Returns: `.bound` or `.alreadyBound`.
  /// - Throws: `RotationError`; the configuration is then as it was.
  func bind(to ports: ServicePorts) async throws -> BindOutcome {
    let lock = try await acquire("binding the desktop app")
    defer { lock.release() }
    let (old, top) = try read()
    if try isOurs(top, ports) { return .alreadyBound }
    // A binding to other ports, or one whose token was revoked, is undone first.
    if record != nil {
      _ = try await undo()
      return try await bindAnew(to: ports, read().old, read().top)
    }
    return try await bindAnew(to: ports, old, top)
  }

  /// Undoes the binding: the old bytes if the file is as it was left, else only the key goes.
  ///
  /// - Returns: `.restored`, `.keyRemoved` or `.notBound`.
  /// - Throws: `RotationError`.
  func unbind() async throws -> BindOutcome {
    let lock = try await acquire("unbinding the desktop app")
    defer { lock.release() }
    return try await undo()
  }

  /// The first port that the application was bound to, nil if it is not bound or the file was changed since.
  package var boundPort: UInt16? {
    guard let record, let (_, top) = try? read(), let text = top.text(of: Self.key),
      SHA256.hexadecimal(text) == record.address
    else { return nil }
    return text.split(separator: "/").dropFirst().first?.split(separator: ":").last
      .flatMap { UInt16($0) }
  }

  /// Undoes a binding that leads to another program, and revokes every token that this program may have seen.
  /// A copy of the configuration as it was is kept.
  ///
  /// - Returns: The names of the revoked tokens.
  /// - Throws: `RotationError`.
  func suspend() async throws -> [String] {
    let lock = try await acquire("unbinding the desktop app")
    defer { lock.release() }
    if let old = try read().old { _ = try keepCopy(old) }
    let exposed = try tokens.exposed()
    _ = try await undo()
    for name in exposed { try? tokens.revoke(name) }
    return exposed
  }

  private func bindAnew(
    to ports: ServicePorts, _ old: [UInt8]?, _ top: TOMLTopLevel
  ) async throws -> BindOutcome {
    guard let check else { preconditionFailure("binding needs codex to check it") }
    guard let before = try await checked({ try await check.meaning(of: top.bytes) }) else {
      throw RotationError.configuration(path: file, detail: "codex cannot read it as it is")
    }
    let token = try tokens.issue(Self.tokenName, replacing: true)
    do {
      let address = Self.address(ports, token)
      let new = try await edited(top, to: address, meaning: before, by: check)
      let backup = try old.map(keepCopy)
      let note = BindRecord(
        file: file.text, backup: backup?.text, left: Self.digest(new),
        address: SHA256.hexadecimal(address), previous: top.value(of: Self.key))
      // The note comes first: a crash between the two leaves a note that unbinding sees through.
      try files.createFolder(layout.pool.path, mode: .privateFolder)
      try files.replace(notePath, with: try JSONEncoder().encode(note), mode: .privateFile)
      try replace(new)
      return .bound
    } catch {
      // The file may have its new address although its replacement failed: the last step is a sync.
      _ = try? await undo()
      try? tokens.revoke(Self.tokenName)
      throw error
    }
  }

  /// The file with the key: codex's own edit where that changes nothing else, else a minimal one that
  /// codex has read back.
  private func edited(
    _ top: TOMLTopLevel, to address: String, meaning before: JSONValue,
    by check: ConfigurationCheck
  ) async throws -> [UInt8] {
    let theirs = try await checked { try await check.written(top.bytes, Self.key, address) }
    let ours = top.setting(Self.key, to: address)
    if let theirs, let read = TOMLTopLevel(theirs), read.text(of: Self.key) == address {
      // A new line may stand where codex likes it; a line that was there keeps all but its value.
      let isNew = top.statement(of: Self.key) == nil
      if isNew ? read.removing(Self.key) == top.bytes : theirs == ours { return theirs }
    }
    var expected = before
    expected[Self.key] = .string(address)
    guard let after = try await checked({ try await check.meaning(of: ours) }),
      Self.isSame(after, expected)
    else {
      throw RotationError.configuration(
        path: file, detail: "no edit could be found that changes nothing else")
    }
    return ours
  }

  private func undo() async throws -> BindOutcome {
    guard let record else { return .notBound }
    let (old, top) = try read()
    defer { try? tokens.revoke(Self.tokenName) }
    let outcome: BindOutcome
    if let old, Self.digest(old) == record.left {
      if let backup = record.backup {
        // The root may have moved since.
        let copy = layout.backup / FilePath(backup).name
        try replace(Array(try files.read(files.exists(copy) ? copy : FilePath(backup))))
      } else {
        try files.remove(file)
      }
      outcome = .restored
    } else if let text = top.text(of: Self.key), SHA256.hexadecimal(text) == record.address {
      // Without the app's address the one of before holds again, if there was one.
      try replace(
        record.previous.map { top.setting(Self.key, toValue: $0) } ?? top.removing(Self.key))
      outcome = .keyRemoved
    } else {
      outcome = .notBound
    }
    try files.remove(notePath)
    return outcome
  }

  /// Whether the file leads to these ports with a token that is still good.
  private func isOurs(_ top: TOMLTopLevel, _ ports: ServicePorts) throws -> Bool {
    guard record != nil, let text = top.text(of: Self.key) else { return false }
    let prefix = ports.url + "/t/"
    let suffix = "/backend-api/codex"
    guard text.hasPrefix(prefix), text.hasSuffix(suffix) else { return false }
    let token = text.dropFirst(prefix.count).dropLast(suffix.count)
    return try tokens.isKept(Redacted(String(token)), as: Self.tokenName)
  }
}

// MARK: - Files

extension AppBinding {
  private var notePath: FilePath { layout.pool.path / "app.json" }

  private var record: BindRecord? {
    guard let data = try? files.read(notePath) else { return nil }
    return try? JSONDecoder().decode(BindRecord.self, from: data)
  }

  private func read() throws(RotationError) -> (old: [UInt8]?, top: TOMLTopLevel) {
    do {
      let old = try files.readIfPresent(file).map { Array($0) }
      guard let top = TOMLTopLevel(old ?? []) else {
        throw RotationError.configuration(
          path: file, detail: "it is not TOML as far as swop can see")
      }
      return (old, top)
    } catch let error as FileError {
      throw .file(error)
    } catch let error as RotationError {
      throw error
    } catch {
      preconditionFailure("reading throws nothing else: \(error)")
    }
  }

  /// Someone who keeps the file elsewhere and links it here goes on doing so. It holds a token now, so
  /// it is for its owner only.
  private func replace(_ bytes: [UInt8]) throws(FileError) {
    try files.createFolder(home, mode: .privateFolder)
    let isLink = try files.status(file)?.kind == .link
    let target = isLink ? try files.resolve(file) : file
    try files.replace(target, with: Data(bytes), mode: .privateFile)
  }

  private func keepCopy(_ bytes: [UInt8]) throws(FileError) -> FilePath {
    try files.createFolder(layout.backup, mode: .privateFolder)
    let stamp = ClockText.stamp(time.now()).filter { $0 != ":" && $0 != "-" }
    var copy = layout.backup / "codex-config.\(stamp).toml"
    var number = 2
    while files.exists(copy) {
      copy = layout.backup / "codex-config.\(stamp)-\(number).toml"
      number += 1
    }
    try files.replace(copy, with: Data(bytes), mode: .privateFile)
    return copy
  }

  private func acquire(_ purpose: String) async throws(RotationError) -> any HeldLock {
    do {
      return try await locks.acquire(.codexConfiguration, purpose: purpose, wait: .seconds(10))
    } catch {
      throw .locked(error)
    }
  }

  private func checked<Value>(_ ask: () async throws -> Value) async throws -> Value {
    do {
      return try await ask()
    } catch let error as AppServerError {
      throw RotationError.uncheckable(path: file, detail: PlainSentence.clause(error.message))
    }
  }

  private static func address(_ ports: ServicePorts, _ token: Redacted<String>) -> String {
    ports.url + "/t/" + token.reveal() + "/backend-api/codex"
  }

  private static func digest(_ bytes: [UInt8]) -> String {
    Hexadecimal.text(SHA256.digest(bytes))
  }

  /// Whether two configurations say the same; codex reorders some members every time.
  private static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
    guard let ones = one.members, let others = other.members else { return one == other }
    let names = Set(ones.map(\.name)).union(others.map(\.name))
    return names.allSatisfy { name in isSame(one[name] ?? .null, other[name] ?? .null) }
  }
}

/// What binding or unbinding the desktop app came to.
package enum BindOutcome: String, Hashable, Sendable {
  /// The app goes through the proxy now.
  case bound
  /// It did already; nothing was changed.
  case alreadyBound = "already_bound"
  /// The configuration has its old bytes again.
  case restored
  /// The configuration was changed meanwhile: only the one key was taken out.
  case keyRemoved = "key_removed"
  /// It is not bound; nothing was changed.
  case notBound = "not_bound"
}

/// What `bind-app` did, so that it can be undone to the byte.
struct BindRecord: Hashable, Sendable, Codable {
  /// The configuration that was edited.
  let file: String
  /// The copy of it as it was, nil if there was none.
  let backup: String?
  /// The digest of the file as it was left.
  let left: String
  /// The digest of the address that was written.
  let address: String
  /// The value that the key had before, as it was spelled; nil if there was none.
  let previous: String?
}
