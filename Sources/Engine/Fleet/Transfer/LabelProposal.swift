package import EngineCore

/// Makes labels for sign-ins that come without one.
package enum LabelProposal {
  /// A label that nobody has: the name it had, else the part of the address before the `@`; with its plan
  /// or a number behind it if that is taken.
  ///
  /// - Parameters:
  ///   - name: the name it had elsewhere.
  ///   - email: the person's address.
  ///   - plan: its plan.
  ///   - taken: labels that are taken, without regard to case.
  /// - Returns: The label.
  package static func label(
    name: String?, email: String?, plan: Plan?, taken: [Label]
  ) -> Label {
    let taken = Set(taken.map(\.folded))
    let local = email.flatMap { $0.split(separator: "@").first }.map(String.init)
    let base = [name, local].lazy.compactMap { $0.flatMap(cleaned) }.first ?? "imported"
    let forms = [base, plan.map { "\(base)-\($0.name)" }].compactMap(\.self)
    let numbered = (2...).lazy.map { "\(base)-\($0)" }
    for form in forms {
      if let label = try? Label(form), !taken.contains(label.folded) { return label }
    }
    for form in numbered {
      if let label = try? Label(form), !taken.contains(label.folded) { return label }
    }
    preconditionFailure("numbers do not end")
  }

  /// The nearest thing to a label, short enough for a number behind it; nil if nothing is left.
  private static func cleaned(_ text: String) -> String? {
    var clean = PrintableText.sanitized(text)
    for bad in ["/", "\\", ".."] { clean = clean.replacing(bad, with: "-") }
    let start = clean.drop { $0 == "-" || $0 == " " }.prefix(40)
    let result = String(start.reversed().drop { $0 == " " }.reversed())
    return (try? Label(result)) == nil ? nil : result
  }
}
