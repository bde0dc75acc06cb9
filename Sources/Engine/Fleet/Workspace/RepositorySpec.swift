package import EngineCore

/// A repository as people name it, in all forms there are (spec: repository forms).
package struct RepositorySpec: Hashable, Sendable {
  /// Where it comes from.
  package enum Source: Hashable, Sendable {
    /// From a server, over https.
    case remote(host: String)
    /// From a folder of this machine.
    case local(FilePath)
  }

  /// The server of `OWNER/REPO` when none is named.
  package static let standardHost = "github.com"

  /// Where it comes from.
  package let source: Source
  /// Who it belongs to; `local` for a folder of this machine.
  let owner: String
  /// Its name without `.git`.
  let name: String

  /// Understands a repository.
  ///
  /// - Parameters:
  ///   - text: `OWNER/REPO`, an https, ssh or file address, or a path that begins with `/`, `.` or `~`.
  ///   - host: the server of `OWNER/REPO`, nil for the standard one.
  ///   - folder: what a relative path starts from.
  ///   - home: the user's home, for `~`.
  /// - Throws: `WorkspaceError.badRepository` with the reason; an address with a password in it is not
  ///   repeated.
  package init(
    _ text: String, host: String? = nil, folder: FilePath, home: FilePath
  ) throws(WorkspaceError) {
    if let path = try Self.localPath(text, folder: folder, home: home) {
      source = .local(path)
      owner = "local"
      name = try Self.checked(Self.withoutSuffix(path.name), in: text)
      return
    }
    let (server, path) = try Self.split(text, host: host)
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      throw .badRepository(text, reason: "it must have an owner and a name and nothing else")
    }
    source = .remote(host: try Self.checkedHost(server, in: text))
    owner = try Self.checked(parts[0], in: text)
    name = try Self.checked(Self.withoutSuffix(parts[1]), in: text)
  }

  /// As it is shown and stored: `OWNER/REPO`, or the path of a folder.
  var shown: String {
    switch source {
    case .remote: "\(owner)/\(name)"
    case .local(let path): path.text
    }
  }

  /// The address to clone from, nil for a folder of this machine. Never ssh: a workspace holds no key.
  var address: String? {
    switch source {
    case .remote(let host): "https://\(host)/\(owner)/\(name).git"
    case .local: nil
    }
  }

  /// Where it is cloned to, below the folder of work.
  var folder: String { "\(owner)/\(name)" }

  // MARK: - Reading

  private static func localPath(
    _ text: String, folder: FilePath, home: FilePath
  ) throws(WorkspaceError) -> FilePath? {
    if text.hasPrefix("file:") {
      let rest = text.dropFirst("file:".count)
      let path =
        rest.hasPrefix("//localhost/") ? rest.dropFirst("//localhost".count) : rest.dropFirst(2)
      guard rest.hasPrefix("//"), path.hasPrefix("/"), let plain = decoded(path) else {
        throw .badRepository(text, reason: "a file address is file:///PATH")
      }
      return FilePath(plain)
    }
    if text.hasPrefix("/") { return FilePath(text) }
    if text == "~" { return home }
    if text.hasPrefix("~/") { return home / String(text.dropFirst(2)) }
    guard text == "." || text == ".." || text.hasPrefix("./") || text.hasPrefix("../") else {
      return nil
    }
    return joined(folder, text)
  }

  /// `%20` and its like as bytes; nil if that is not text.
  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        value != 0
      else { return nil }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// `text` from `folder`, without `.` and `..`.
  private static func joined(_ folder: FilePath, _ text: String) -> FilePath {
    var result = folder
    for part in text.split(separator: "/") where part != "." {
      result = part == ".." ? result.parent : result / String(part)
    }
    return result
  }

  private static func split(
    _ text: String, host: String?
  ) throws(WorkspaceError) -> (host: String, path: Substring) {
    for scheme in ["https://", "ssh://git@"] where text.hasPrefix(scheme) {
      let rest = text.dropFirst(scheme.count)
      guard let slash = rest.firstIndex(of: "/") else {
        throw .badRepository(text, reason: "it must have an owner and a name and nothing else")
      }
      let server = rest[..<slash]
      if server.contains("@") {
        throw .badRepository(nil, reason: "it carries a user or a password")
      }
      return (String(server), trimmed(rest[rest.index(after: slash)...]))
    }
    if text.hasPrefix("git@"), let colon = text.firstIndex(of: ":") {
      return (String(text[..<colon].dropFirst(4)), text[text.index(after: colon)...])
    }
    if text.contains("@") { throw .badRepository(nil, reason: "it carries a user or a password") }
    if text.contains(":") {
      throw .badRepository(text, reason: "its format is not recognised")
    }
    return (host ?? standardHost, text[...])
  }

  private static func trimmed(_ path: Substring) -> Substring {
    path.hasSuffix("/") ? path.dropLast() : path
  }

  private static func withoutSuffix(_ name: String) -> String {
    name.hasSuffix(".git") && name.count > 4 ? String(name.dropLast(4)) : name
  }

  private static func checked(_ part: String, in text: String) throws(WorkspaceError) -> String {
    let isWord = part.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    guard isWord, !part.isEmpty, part != ".", part != "..", !part.hasPrefix("-") else {
      throw .badRepository(text, reason: "owner and name are letters, digits, “-”, “_” and “.”")
    }
    return part
  }

  private static func checkedHost(_ host: String, in text: String) throws(WorkspaceError) -> String
  {
    let parts = host.split(separator: ":", omittingEmptySubsequences: false)
    let isName = parts.first?.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-.".utf8.contains($0) }
    let isPort = parts.count == 1 || (parts.count == 2 && UInt16(parts[1]) != nil)
    guard isName == true, isPort, let first = host.utf8.first, Slug.isLetterOrDigit(first) else {
      throw .badRepository(
        text, reason: "“\(PrintableText.shortened(host, to: 70))” is not a host name")
    }
    return host.lowercased()
  }
}
