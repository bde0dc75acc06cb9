/// Text that is looked for in other text: case is ignored until a capital is typed.
package struct SearchTerm: Hashable, Sendable {
  private let text: String
  private let isExact: Bool

  /// A term as it was typed.
  package init(_ text: some StringProtocol) {
    isExact = text.contains(where: \.isUppercase)
    self.text = isExact ? String(text) : text.lowercased()
  }

  /// Whether the term stands somewhere in `other`; an empty term stands everywhere.
  package func isFound(in other: String) -> Bool { !ranges(in: other).isEmpty || text.isEmpty }

  /// Where the term stands in `other`, in characters from its start, for underlining.
  package func ranges(in other: String) -> [Range<Int>] {
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
