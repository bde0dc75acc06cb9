import Engine
import EngineCore

/// What the filter of the list asks for: words over label, e-mail, plan and state; `is:expired`,
/// `plan:plus`; a leading `!` inverts. All words have to match.
struct AccountQuery: Hashable, Sendable {
  private struct Term: Hashable {
    enum Field: Hashable { case anywhere, state, plan }
    let field: Field
    let isInverted: Bool
    let search: SearchTerm
  }

  private let terms: [Term]

  /// A query as it was typed.
  init(_ text: String) {
    terms = text.split(separator: " ").compactMap(Self.term)
  }

  /// Whether an account matches every word.
  func matches(_ entry: AccountEntry) -> Bool {
    terms.allSatisfy { term in
      Self.texts(of: entry, term.field).contains(where: term.search.isFound) != term.isInverted
    }
  }

  /// The parts of a shown text that match a plain word, for underlining.
  func matches(in text: String) -> [Range<Int>] {
    terms.filter { $0.field == .anywhere && !$0.isInverted }
      .flatMap { $0.search.ranges(in: text) }
  }

  private static func term(_ word: Substring) -> Term? {
    let isInverted = word.hasPrefix("!")
    let body = isInverted ? word.dropFirst() : word
    for (prefix, field) in [("is:", Term.Field.state), ("plan:", .plan)]
    where body.hasPrefix(prefix) {
      let value = body.dropFirst(prefix.count)
      guard !value.isEmpty else { return nil }
      return Term(field: field, isInverted: isInverted, search: SearchTerm(value))
    }
    guard !body.isEmpty else { return nil }
    return Term(field: .anywhere, isInverted: isInverted, search: SearchTerm(body))
  }

  private static func texts(of entry: AccountEntry, _ field: Term.Field) -> [String] {
    let account = entry.snapshot.account
    let plan = entry.snapshot.plan?.name ?? ""
    // Words of the filter hold no blanks, so the state is found as `in_use`, `inuse` and `use`.
    let state = entry.snapshot.state
    let states = [state.word, state.rawValue, state.word.filter { $0 != " " }]
    switch field {
    case .state: return states + (entry.snapshot.isDefault ? ["default"] : [])
    case .plan: return [plan]
    case .anywhere: return [entry.label, account.email ?? "", plan] + states
    }
  }
}

/// Text that is looked for in other text: case is ignored until a capital is typed.
struct SearchTerm: Hashable, Sendable {
  private let text: String
  private let isExact: Bool

  /// A term as it was typed.
  init(_ text: some StringProtocol) {
    isExact = text.contains(where: \.isUppercase)
    self.text = isExact ? String(text) : text.lowercased()
  }

  /// Whether the term stands somewhere in `other`; an empty term stands everywhere.
  func isFound(in other: String) -> Bool { !ranges(in: other).isEmpty || text.isEmpty }

  /// Where the term stands in `other`, in characters from its start, for underlining.
  func ranges(in other: String) -> [Range<Int>] {
    guard !text.isEmpty else { return [] }
    let needle = Array(text)
    // One character at a time, so that lower-casing never changes how many there are.
    let hay = other.map { isExact ? String($0) : $0.lowercased() }
    let wanted = needle.map(String.init)
    guard hay.count >= wanted.count else { return [] }
    var found: [Range<Int>] = []
    var start = 0
    while start + wanted.count <= hay.count {
      if hay[start..<start + wanted.count].elementsEqual(wanted) {
        found.append(start..<start + wanted.count)
        start += wanted.count
      } else {
        start += 1
      }
    }
    return found
  }
}
