package import EngineCore

/// Takes out of a text what others must not see: sign-ins, addresses, names of accounts and people, and
/// the home folder. Pure. It would rather take out too much.
package struct Masking: Sendable {
  private let names: [(String, String)]
  private let home: String?

  /// A masking.
  ///
  /// - Parameters:
  ///   - labels: the labels of all accounts; each becomes `account-1` and so on.
  ///   - secrets: further texts that must not be seen, for example addresses of accounts.
  ///   - home: the user's home folder; it becomes `~`, and its last part is taken out everywhere.
  package init(labels: [String], secrets: [String] = [], home: FilePath?) {
    let numbered = labels.enumerated().map { ($0.element, "account-\($0.offset + 1)") }
    let person = home.map(\.name).flatMap { $0.count > 2 && $0 != "root" ? ($0, "<user>") : nil }
    // Longer ones first: a label may be part of another.
    names = (numbered + secrets.map { ($0, "<masked>") } + [person].compactMap(\.self))
      .filter { !$0.0.isEmpty }.sorted { $0.0.count > $1.0.count }
    self.home = home?.text
  }

  /// The text without any of it.
  package func masked(_ text: String) -> String {
    var text = PrintableText.sanitized(text)
    if let home, home.count > 1 { text = text.replacing(home, with: "~") }
    text = text.replacing(/:\/\/[^\/@\s]+@/, with: "://<masked>@")
    text = text.replacing(/[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+/, with: "<e-mail>")
    text = text.replacing(/(?i)bearer\s+\S+/, with: "Bearer <masked>")
    for (name, mask) in names { text = Self.replacing(name, with: mask, in: text) }
    return text.replacing(/[A-Za-z0-9_\-+=.~]{20,}/) { match in
      Self.looksSecret(match.output) ? "<masked>" : String(match.output)
    }
    .replacing(/\b(sk|rt|at|sess|eyJ)[\-_][A-Za-z0-9_\-.]{4,}/, with: "<masked>")
  }

  /// Words of letters alone are words; letters with digits of that length are keys, tokens or identities.
  private static func looksSecret(_ word: Substring) -> Bool {
    word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
  }

  /// Replaces a name where it stands alone, whatever its case.
  private static func replacing(_ name: String, with mask: String, in text: String) -> String {
    let (folded, wanted) = (Array(text.lowercased()), Array(name.lowercased()))
    let letters = Array(text)
    // A text whose lower case has another length is rare; then every name in it is taken out roughly.
    guard folded.count == letters.count, !wanted.isEmpty else {
      return text.replacing(name, with: mask)
    }
    var result = ""
    var index = 0
    while index < letters.count {
      let end = index + wanted.count
      if end <= letters.count, folded[index..<end].elementsEqual(wanted),
        index == 0 || !isPart(letters[index - 1]), end == letters.count || !isPart(letters[end])
      {
        result += mask
        index = end
      } else {
        result.append(letters[index])
        index += 1
      }
    }
    return result
  }

  private static func isPart(_ letter: Character) -> Bool { letter.isLetter || letter.isNumber }
}
