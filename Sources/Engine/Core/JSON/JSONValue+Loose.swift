/// What a value means although its type is not the one that was promised.
extension JSONValue {
  /// A number, also one that is written as text; nil for anything else, infinities too.
  package var looseNumber: Double? {
    let number = double ?? text.flatMap { Double($0.filter { $0 != " " && $0 != "%" }) }
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A truth value, also one that is written as text or as 0 and 1.
  package var looseBoolean: Bool? {
    if let boolean { return boolean }
    switch text?.lowercased() {
    case "true": return true
    case "false": return false
    default: break
    }
    switch double {
    case 1: return true
    case 0: return false
    default: return nil
    }
  }
}
