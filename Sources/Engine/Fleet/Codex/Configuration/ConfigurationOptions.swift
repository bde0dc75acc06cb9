package import EngineCore

/// The options of a codex command line that decide which configuration counts.
package struct ConfigurationOptions: Hashable, Sendable {
  /// The folder of `-C`, nil if there is none.
  package private(set) var directory: String?
  /// The name of `-p`, nil if there is none.
  package private(set) var profile: String?
  /// The values of every `-c` that speaks of a forced sign-in, in order.
  package private(set) var forced: [Argument] = []

  /// Reads a command line. Options count before and behind the subcommand, but not behind `--`.
  package init(_ arguments: [Argument]) {
    let words = arguments.prefix { $0.description != "--" }
    var index = words.startIndex
    while index < words.endIndex {
      let (name, inline) = Self.split(words[index].description)
      index += 1
      guard let name else { continue }
      var value = inline.map { Argument($0) }
      if value == nil, index < words.endIndex {
        value = words[index]
        index += 1
      }
      guard let value else { continue }
      take(name, value)
    }
  }

  private enum Name { case directory, profile, setting }

  private mutating func take(_ name: Name, _ value: Argument) {
    switch name {
    case .directory: directory = value.description
    case .profile: profile = value.description
    case .setting:
      if value.description.contains(ForcedSignInText.mark) { forced.append(value) }
    }
  }

  /// An option's name, and its value where both are one word: `-Cdir`, `--cd=dir`.
  private static func split(_ word: String) -> (name: Name?, value: String?) {
    let long: [String: Name] = ["--cd": .directory, "--profile": .profile, "--config": .setting]
    let short: [String: Name] = ["-C": .directory, "-p": .profile, "-c": .setting]
    if word.hasPrefix("--") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (long[String(parts[0])], parts.count == 2 ? String(parts[1]) : nil)
    }
    guard let name = short[String(word.prefix(2))] else { return (nil, nil) }
    let rest = word.dropFirst(2)
    return (name, rest.isEmpty ? nil : String(rest.first == "=" ? rest.dropFirst() : rest))
  }
}
