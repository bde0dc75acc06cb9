package import EngineCore

/// Finds out whether a codex leads back to swop: it is started with a word in its environment that only
/// swop answers.
package struct LoopProbe: Sendable {
  /// The variable that holds the word. A swop that finds it answers and does nothing else.
  package static let variable = "SWOP_PROBE"

  /// The word: hexadecimal digits.
  let nonce: String

  /// A probe that no other one is mistaken for.
  init(process: ProcessIdentity, at now: Date) {
    nonce = SHA256.fingerprint("\(process.pid) \(process.startTicks) \(now.timeIntervalSince1970)")
  }

  /// What swop prints when it is started by a probe.
  ///
  /// - Parameters:
  ///   - environment: the environment that swop was started with.
  ///   - executable: swop's own file, nil if unknown.
  /// - Returns: One line, nil if swop was started by something else.
  package static func answer(
    in environment: ProcessEnvironment, from executable: FilePath?
  ) -> String? {
    guard let nonce = environment.nonEmpty(variable), nonce.utf8.count <= 64,
      nonce.allSatisfy(\.isHexDigit)
    else { return nil }
    return "\(prefix)\(nonce) \(executable?.text ?? "swop")"
  }

  /// Which swop answered, by what a candidate printed; nil if none did.
  func answerer(in output: String) -> String? {
    let start = "\(Self.prefix)\(nonce) "
    let line = output.split(whereSeparator: \.isNewline).first { $0.hasPrefix(start) }
    return line.map { PrintableText.shortened(String($0.dropFirst(start.count)), to: 200) }
  }

  private static let prefix = "swop probe "
}
