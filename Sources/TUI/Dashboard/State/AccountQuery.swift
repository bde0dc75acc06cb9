import Engine
import EngineCore

/// What the filter of the list asks for: words over label, e-mail, plan and state; `is:expired`,
/// `plan:plus`; a leading `!` inverts. All words have to match.
package struct AccountQuery: Hashable, Sendable {
  private struct Term: Hashable {
    enum Field: Hashable { case anywhere, state, plan }
    let field: Field
    let isInverted: Bool
    let search: SearchTerm
  }

  private let terms: [Term]

  /// A query as it was typed.
  package init(_ text: String) {
    terms = text.split(separator: " ").compactMap(Self.term)
  }

  /// Whether an account matches every word.
  package func matches(_ entry: AccountEntry) -> Bool {
    terms.allSatisfy { term in
      Self.texts(of: entry, term.field).contains(where: term.search.isFound) != term.isInverted
    }
  }

  /// The parts of a shown text that match a plain word, for underlining.
  package func matches(in text: String) -> [Range<Int>] {
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
