/// What an account that can be used is ordered by: the lesser goes first. The fields are compared one
/// after another, so their order is the order of the rules.
struct Place: Comparable {
  /// Whether it is an API key, which is used only when no account with a quota can be.
  let isFallback: Bool
  /// Whether it rests after errors.
  let isCooling: Bool
  /// Whether its reading is older than 15 minutes.
  let isStale: Bool
  /// Whether the user wants it kept for the last.
  let isPreserved: Bool
  /// Whether little of a short window is left, so that it would soon stop in mid-work.
  let isShort: Bool
  /// Whether the user does not prefer it.
  let isNotPreferred: Bool
  /// What the strategy orders by; for an API key its place in the user's list of fallbacks.
  let measure: Double
  /// What orders accounts of the same measure: their live runs, for `balanced` only.
  let load: Int
  /// Labels order what is equal so far, without regard to case.
  let label: String
  /// Makes the order total.
  let id: String

  /// Everything but what the strategy and the labels decide.
  var tier: [Int] {
    [
      isFallback ? 1 : 0, isCooling ? 1 : 0, isStale ? 1 : 0, isPreserved ? 1 : 0, isShort ? 1 : 0,
      isNotPreferred ? 1 : 0,
    ]
  }

  /// What orders accounts by name: their labels without regard to case, then as they are.
  var name: [String] { [label.lowercased(), label, id] }

  static func < (one: Place, other: Place) -> Bool {
    if one.tier != other.tier { return one.tier.lexicographicallyPrecedes(other.tier) }
    if one.measure != other.measure { return one.measure < other.measure }
    if one.load != other.load { return one.load < other.load }
    return one.name.lexicographicallyPrecedes(other.name)
  }
}
