import EngineCore

extension OrderedJSON {
  /// A JSON document that was read, members in their order.
  init(_ value: JSONValue) {
    switch value {
    case .null: self = .null
    case .bool(let flag): self = .flag(flag)
    case .number(let digits):
      self = Int(digits).map { .integer($0) } ?? Double(digits).map { .number($0) } ?? .null
    case .string(let text): self = .text(text)
    case .array(let elements): self = .array(elements.map { OrderedJSON($0) })
    case .object(let members):
      self = .object(members.map { Member(key: $0.name, value: OrderedJSON($0.value)) })
    }
  }
}
