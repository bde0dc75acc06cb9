import EngineCore

/// What fetches codex. Each checks what it fetched as it always does.
package enum PackageManager: String, Hashable, Sendable, CaseIterable, Codable {
  case npm
  case homebrew
  case pip

  /// The programs that may be it, the first that is there counts.
  var programs: [String] {
    switch self {
    case .npm: ["npm"]
    case .homebrew: ["brew"]
    case .pip: ["pip3", "pip"]
    }
  }

  /// Whether it can fetch any version, and not only its newest.
  var hasVersions: Bool { self != .homebrew }

  /// What fetches codex into a folder; Homebrew fetches it to its own place.
  func arguments(
    fetching version: CodexVersion?, into folder: FilePath
  ) -> [Argument] {
    switch self {
    case .npm:
      [
        "install", "--global", "--no-audit", "--no-fund", "--prefix", Argument(folder.text),
        Argument("@openai/codex@" + (version?.description ?? "latest")),
      ]
    case .homebrew: ["install", "--cask", "codex"]
    case .pip:
      [
        "install", "--no-input", "--disable-pip-version-check", "--no-deps", "--no-compile",
        "--only-binary", ":all:", "--target", Argument(folder.text),
        Argument("openai-codex-cli-bin" + (version.map { "==" + Self.pythonText($0) } ?? "")),
      ]
    }
  }

  /// Where the program may be in what was fetched, the best first.
  var programPlaces: [String] {
    switch self {
    case .npm: ["lib/node_modules/@openai/codex/bin/codex.js", "bin/codex"]
    case .homebrew: []
    case .pip: ["codex_cli_bin/bin/codex"]
    }
  }

  /// A version as Python's packages write it: `0.164.0-alpha.4` is `0.164.0a4`.
  static func pythonText(_ version: CodexVersion) -> String {
    let release = "\(version.major).\(version.minor).\(version.patch)"
    guard let preRelease = version.preRelease else { return release }
    let parts = preRelease.split(separator: ".")
    let letters = ["alpha": "a", "beta": "b", "rc": "rc"]
    guard parts.count == 2, let letter = letters[String(parts[0])] else {
      return "\(release)-\(preRelease)"
    }
    return release + letter + parts[1]
  }
}

/// Why a package manager failed, from what it printed: the last line that says so. Addresses in it may
/// hold passwords and are left out.
enum ManagerComplaint {
  static func clause(_ output: ProcessOutput) -> String {
    let text = String(decoding: output.standardError.reveal(), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    let telling = lines.last { line in
      let folded = line.lowercased()
      return folded.contains("error") && !folded.contains("debug-")
    }
    guard let line = telling ?? lines.last else {
      return "it ended with status \(output.end.status) and said nothing"
    }
    let words = line.split(separator: " ").map { $0.contains("://") ? "…" : String($0) }
    return PlainSentence.clause(PrintableText.shortened(words.joined(separator: " "), to: 160))
  }
}
