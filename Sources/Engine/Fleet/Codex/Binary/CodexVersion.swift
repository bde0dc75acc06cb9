package import EngineCore

/// A version of codex, as `codex --version` prints it. Ordered as semantic versions are (semver.org,
/// section 11): a pre-release comes before its release.
package struct CodexVersion: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The first number.
  let major: Int
  /// The second number.
  let minor: Int
  /// The third number.
  let patch: Int
  /// What follows the `-`, nil for a release: `alpha.4`.
  let preRelease: String?

  /// A version of its parts.
  init(_ major: Int, _ minor: Int, _ patch: Int, preRelease: String? = nil) {
    self.major = major
    self.minor = minor
    self.patch = patch
    self.preRelease = preRelease
  }

  /// Reads `X.Y.Z` or `X.Y.Z-pre`, nothing around it; nil for anything else.
  package init?(_ text: some StringProtocol) {
    let halves = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    let numbers = halves[0].split(separator: ".", omittingEmptySubsequences: false)
      .map { Self.number($0) }
    guard numbers.count == 3, let major = numbers[0], let minor = numbers[1],
      let patch = numbers[2]
    else { return nil }
    if halves.count == 2, !Self.isPreRelease(halves[1]) { return nil }
    self.init(major, minor, patch, preRelease: halves.count == 2 ? String(halves[1]) : nil)
  }

  /// The version in the output of `codex --version`: the one line `codex-cli X.Y.Z`; other lines are
  /// warnings and are passed over. Nil if there is no such line, or two that differ.
  init?(output: String) {
    let found = output.split(whereSeparator: \.isNewline).compactMap { line -> CodexVersion? in
      let words = line.split(separator: " ")
      guard words.count == 2, words[0] == "codex-cli" else { return nil }
      return CodexVersion(words[1])
    }
    guard let version = found.first, found.allSatisfy({ $0 == version }) else { return nil }
    self = version
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let version = CodexVersion(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a version")
    }
    self = version
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package var description: String {
    "\(major).\(minor).\(patch)" + (preRelease.map { "-" + $0 } ?? "")
  }

  package static func < (left: CodexVersion, right: CodexVersion) -> Bool {
    let (ours, theirs) = (
      [left.major, left.minor, left.patch], [right.major, right.minor, right.patch]
    )
    if ours != theirs { return ours.lexicographicallyPrecedes(theirs) }
    switch (left.preRelease, right.preRelease) {
    case (nil, _): return false
    case (.some, nil): return true
    case (.some(let left), .some(let right)): return precedes(left, right)
    }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    let (ours, theirs) = (left.split(separator: "."), right.split(separator: "."))
    for (our, their) in zip(ours, theirs) where our != their {
      switch (number(our), number(their)) {
      case (.some(let our), .some(let their)): return our < their
      case (.some, nil): return true
      case (nil, .some): return false
      case (nil, nil): return our < their
      }
    }
    return ours.count < theirs.count
  }

  /// A number of up to nine digits without a leading zero.
  private static func number(_ text: some StringProtocol) -> Int? {
    guard (1...9).contains(text.utf8.count), text == "0" || !text.hasPrefix("0"),
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text)
  }

  private static func isPreRelease(_ text: some StringProtocol) -> Bool {
    text.utf8.count <= 64
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty
          && part.unicodeScalars.allSatisfy {
            $0.isASCII
              && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
          }
      }
  }
}

/// What a version of codex can do: the one place that knows the differences between versions.
package struct CodexAbilities: Hashable, Sendable {
  /// The oldest version that swop runs.
  static let minimum = CodexVersion(0, 144, 4)
  /// The newest version that swop was tested with.
  package static let newestTested = CodexVersion(0, 163, 0)

  /// Which version.
  let version: CodexVersion

  /// The abilities of a version.
  init(_ version: CodexVersion) {
    self.version = version
  }

  /// Older than swop runs.
  var isTooOld: Bool { version < Self.minimum }

  /// Newer than swop was tested with: worth a note, never a refusal.
  package var isNewerThanTested: Bool { version > Self.newestTested }

  /// Whether it may share conversations with other versions: older ones list threads of newer ones but
  /// cannot resume them.
  var sharesHistory: Bool { has(from: 0, 149) }

  /// Whether it would damage threads of newer versions by resuming them: 0.136 and older.
  var damagesSharedHistory: Bool { !has(from: 0, 137) }

  /// Whether its app-server signs in at another issuer when told so by the environment.
  var hasIssuerOverride: Bool { has(from: 0, 154) }

  /// Whether it asks the server where a workspace's requests go, and obeys the answer.
  var hasWorkspaceRouting: Bool { has(from: 0, 156) }

  /// Whether it gives up on a dead connection only when told so (`features.unbounded_connection_retries`).
  var retriesForEver: Bool { has(from: 0, 149) }

  /// Whether its screen mode starts a background daemon unless told otherwise
  /// (`features.daemon_auto_start`).
  var startsDaemon: Bool { has(from: 0, 157, 1) }

  /// What it lacks, one sentence each, for people; empty for a version that can do everything.
  package var lacks: [String] {
    var sentences: [String] = []
    if !sharesHistory {
      sentences.append("Shared conversations need codex 0.149; this account keeps its own.")
    }
    if !hasIssuerOverride {
      sentences.append("Signing in at SWOP_AUTH_BASE_URL in a browser needs codex 0.154.")
    }
    if !hasWorkspaceRouting {
      sentences.append("Workspace routing needs codex 0.156.")
    }
    return sentences
  }

  /// Pre-releases of a version count as it: they have its features.
  private func has(from major: Int, _ minor: Int, _ patch: Int = 0) -> Bool {
    CodexVersion(version.major, version.minor, version.patch) >= CodexVersion(major, minor, patch)
  }
}

/// Something that swop relies on codex to understand.
package struct CodexNeed: Hashable, Sendable {
  /// What it is, as it would be typed.
  package let name: String
  /// What it is for, a few words.
  package let purpose: String
  /// The words that ask for it, `--help` excluded.
  package let words: [Argument]
  /// The oldest version that has to understand it.
  package let since: CodexVersion

  private init(
    _ name: String, _ purpose: String, words: [Argument]? = nil,
    since: CodexVersion = CodexAbilities.minimum
  ) {
    self.name = name
    self.purpose = purpose
    self.words = words ?? name.split(separator: " ").map { Argument(String($0)) }
    self.since = since
  }

  /// Everything that swop passes.
  package static let all = [
    CodexNeed(
      "-c KEY=VALUE", "kept apart from other sign-ins",
      words: ["-c", "cli_auth_credentials_store=\"file\""]),
    CodexNeed("exec", "runs without a screen"),
    CodexNeed("resume", "conversations that go on"),
    CodexNeed("app-server", "sign-ins, and quotas when the server's answer is not known"),
    CodexNeed("login --device-auth", "sign-ins without a browser"),
    CodexNeed("login --with-api-key", "sign-ins by key"),
    CodexNeed("logout", "sign-outs"),
    CodexNeed("delete --force", "cleaning up conversations"),
  ]
}
