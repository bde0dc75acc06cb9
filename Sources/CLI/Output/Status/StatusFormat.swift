import Engine
import EngineCore

/// A segment for status lines: text with `{account}`, `{window}`, `{left}` and `{reset}`.
///
/// The words from the first to the last that names something of a window are written once for each
/// window; the words around them once.
struct StatusFormat: Hashable, Sendable {
  private let before: [String]
  private let each: [String]
  private let after: [String]

  /// What `default` stands for.
  static let standard = "{window}:{left}({reset})"
  /// The names that may stand in braces.
  static let names = ["account", "window", "left", "reset"]

  /// Reads a format.
  ///
  /// - Throws: `UsageError.unreadable` for a name in braces that there is not.
  init(_ format: String) throws(UsageError) {
    let text = format == "default" ? Self.standard : format
    if let name = Self.unknownName(in: text) {
      let known = Self.names.map { "{\($0)}" }.joined(separator: ", ")
      throw .unreadable(
        what: "--format", value: name, expected: "text with \(known)", path: ["status"])
    }
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let repeated = words.indices.filter { index in
      ["{window}", "{left}", "{reset}"].contains { words[index].contains($0) }
    }
    guard let first = repeated.first, let last = repeated.last else {
      (before, each, after) = (words, [], [])
      return
    }
    before = Array(words[..<first])
    each = Array(words[first...last])
    after = Array(words[(last + 1)...])
  }

  /// The segment for one account. Without windows the word of its state stands in their place.
  func text(_ account: AccountSnapshot, at now: Date) -> String {
    let label = PrintableText.sanitized(account.account.label.text)
    let windows = account.reading?.windows ?? []
    let isShown = account.showsWindows && !windows.isEmpty
    var parts: [String] = []
    if !each.isEmpty {
      parts = isShown ? windows.map { filled($0, account, at: now) } : [account.state.word]
    }
    return (before + parts + after).map { $0.replacing("{account}", with: label) }
      .joined(separator: " ")
  }

  private func filled(_ window: QuotaWindow, _ account: AccountSnapshot, at now: Date) -> String {
    let reset = window.resetText(at: now)
    let left = (account.isStale ? "~" : "") + Percent.text(left: window.leftPercent)
    return each.joined(separator: " ")
      .replacing("{window}", with: window.name == "week" ? "wk" : window.name)
      .replacing("{left}", with: left)
      .replacing("{reset}", with: reset.isEmpty ? "?" : reset)
  }

  private static func unknownName(in text: String) -> String? {
    text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1).lazy
      .compactMap { part -> String? in
        guard let end = part.firstIndex(of: "}") else { return nil }
        let name = String(part[..<end])
        return names.contains(name) ? nil : "{\(name)}"
      }.first
  }
}
