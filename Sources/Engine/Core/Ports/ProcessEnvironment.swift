/// The environment of a process, kept byte for byte and in order.
package struct ProcessEnvironment: Hashable, Sendable {
  private struct Entry: Hashable, Sendable {
    let name: String
    let value: [UInt8]
  }

  private var entries: [Entry] = []

  /// An empty environment.
  package init() {}

  /// An environment of text values, in the order of their names.
  package init(_ values: [String: String]) {
    for name in values.keys.sorted() { self[name] = values[name] }
  }

  /// Takes `NAME=value` words as the system hands them over; words without `=` are dropped.
  package init(words: [[UInt8]]) {
    for word in words {
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")), equals > 0 else { continue }
      let name = String(decoding: word[..<equals], as: UTF8.self)
      entries.append(Entry(name: name, value: Array(word[(equals + 1)...])))
    }
  }

  /// `NAME=value` words for the system.
  package var words: [[UInt8]] {
    entries.map { Array($0.name.utf8) + [UInt8(ascii: "=")] + $0.value }
  }

  /// The names, in order.
  package var names: [String] { entries.map(\.name) }

  /// The value of a variable; nil removes it.
  package subscript(name: String) -> String? {
    get {
      entries.first { $0.name == name }.map { String(decoding: $0.value, as: UTF8.self) }
    }
    set {
      let replacement = newValue.map { Entry(name: name, value: Array($0.utf8)) }
      if let replacement, let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index] = replacement
      } else {
        entries.removeAll { $0.name == name }
        if let replacement { entries.append(replacement) }
      }
    }
  }

  /// The value of a variable unless it is empty, which counts as unset.
  package func nonEmpty(_ name: String) -> String? {
    self[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
