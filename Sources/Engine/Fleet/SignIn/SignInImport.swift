import EngineCore

/// Reads a sign-in that was made elsewhere.
struct SignInImport: Sendable {
  let files: any FileSystem
  let time: any TimeSource

  /// The sign-in at `path`, without anything that a copy does not need.
  func read(_ path: FilePath) async throws(SignInError) -> SignInResult {
    let source = try located(path)
    let file: AuthFile
    do {
      file = try await AuthFileReader(files: files, time: time).read(source)
    } catch {
      if error == .cancelled { throw .cancelled }
      throw .notImportable(path: path, reason: clause(error.clause))
    }
    if let flaw = file.importFlaw { throw .notImportable(path: path, reason: flaw) }
    return SignInResult(file: file.withoutExtras, warnings: warnings(for: file, from: source))
  }

  private func located(_ path: FilePath) throws(SignInError) -> FilePath {
    do {
      let real = try files.resolve(path)
      guard try files.status(real)?.kind == .folder else { return real }
      return try files.resolve(real / "auth.json")
    } catch {
      let folder = path.name == "auth.json" ? path.parent : path
      if error.reason == .notFound, let setting = KeyringSetting(in: folder, files: files) {
        throw .inKeyring(path: path, setting: setting)
      }
      throw .notImportable(path: path, reason: error.clause)
    }
  }

  private func warnings(for file: AuthFile, from source: FilePath) -> [String] {
    guard file.mode == .chatGPT else { return [] }
    return [
      "This copy shares its refresh token with \(PrintableText.sanitized(source.text)): whichever "
        + "renews first may sign the other out. Sign in afresh to keep both."
    ]
  }

  private func clause(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

extension AuthFile {
  /// Why this sign-in cannot become an account's, as one clause; nil if it can.
  var importFlaw: String? {
    switch mode {
    case .apiKey:
      return apiKey.flatMap { APIKeyText.cleaned($0) } == nil ? "it holds no API key" : nil
    case .accessToken:
      return accessToken.flatMap { APIKeyText.cleaned($0) } == nil ? "it holds no token" : nil
    case .agentIdentity:
      return chatGPTIdentity == nil ? "it names no account and person" : nil
    case .other(let name):
      return "it signs in as \(PrintableText.shortened(name, to: 40)), which swop does not handle"
    case .chatGPT:
      guard let tokens else { return "it holds no sign-in" }
      if !tokens.canRefresh { return "its session cannot be renewed" }
      return chatGPTIdentity == nil ? "it names no account and person" : nil
    }
  }
}

/// The text of an API key as a person pipes it in.
enum APIKeyText {
  /// The key without the white space around it; nil if it is empty, longer than 4096 bytes, or holds
  /// anything that cannot stand in a header field.
  static func cleaned(_ text: Redacted<String>) -> Redacted<String>? {
    var bytes = Array(text.reveal().utf8)[...]
    while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
    while let last = bytes.last, isSpace(last) { bytes.removeLast() }
    guard (1...4_096).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return nil }
    return Redacted(String(decoding: bytes, as: UTF8.self))
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}

/// The line of a `config.toml` with which codex keeps its sign-in in the system's keyring instead of
/// `auth.json`.
struct KeyringSetting: Hashable, Sendable {
  /// The file.
  let file: FilePath
  /// The line, from 1.
  let line: Int
  /// The value: `keyring` or `auto`.
  let value: String

  /// The setting of a `CODEX_HOME`, nil if codex keeps its sign-in in a file there.
  init?(in folder: FilePath, files: any FileSystem) {
    let file = folder / "config.toml"
    guard let data = try? files.read(file),
      let (line, value) = Self.setting(in: String(decoding: data, as: UTF8.self))
    else { return nil }
    self.file = file
    self.line = line
    self.value = value
  }

  /// Why there is nothing to copy, one clause.
  var clause: String {
    "codex keeps the sign-in in the system's keyring, where swop cannot copy it "
      + "(\(Self.name) = \"\(value)\", \(PrintableText.sanitized(file.text)) line \(line))"
  }

  private static let name = "cli_auth_credentials_store"
  private static let tripleQuotes = ["\"\"\"", "'''"]

  /// The top-level statement, which stands before the first table. Text that spans lines is skipped.
  private static func setting(in text: String) -> (line: Int, value: String)? {
    var openQuotes: String?
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      if let quotes = openQuotes {
        if line.contains(quotes) { openQuotes = nil }
        continue
      }
      let words = line.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      if words.hasPrefix("[") { return nil }
      openQuotes = tripleQuotes.first {
        line.split(separator: $0, omittingEmptySubsequences: false).count == 2
      }
      if let value = value(of: words) { return (index + 1, value) }
    }
    return nil
  }

  private static func value(of line: Substring) -> String? {
    guard let equals = line.firstIndex(of: "=") else { return nil }
    let key = line[..<equals].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    guard key == name else { return nil }
    let rest = line[line.index(after: equals)...].drop(while: \.isWhitespace)
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    let value = String(rest.dropFirst().prefix { $0 != quote })
    return ["keyring", "auto"].contains(value) ? value : nil
  }
}
