import EngineCore

/// A version of codex, as `codex --version` prints it. Ordered as semantic versions are (semver.org,
/// section 11): a pre-release comes before its release.
package struct CodexVersion: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// The first number.
  package let major: Int
  /// The second number.
  package let minor: Int
  /// The third number.
  package let patch: Int
  /// What follows the `-`, nil for a release: `alpha.4`.
  package let preRelease: String?

  /// A version of its parts.
  package init(_ major: Int, _ minor: Int, _ patch: Int, preRelease: String? = nil) {
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
  package init?(output: String) {
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
