/// Something that is not as it should be.
package struct DoctorFinding: Hashable, Sendable {
  /// How bad it is.
  package enum Severity: String, Hashable, Sendable, Comparable, CaseIterable {
    /// Good to know.
    case note
    /// It may do harm.
    case warning
    /// A promise of swop does not hold.
    case problem

    package static func < (first: Severity, second: Severity) -> Bool {
      rank(first) < rank(second)
    }

    private static func rank(_ severity: Severity) -> Int {
      allCases.firstIndex(of: severity) ?? 0
    }
  }

  /// What was looked at.
  package let check: CheckName
  /// How bad it is.
  package let severity: Severity
  /// What was found, one sentence.
  package let found: String
  /// The command that mends it, or what to do; nil if nothing is to be done.
  package let remedy: String?
  /// How swop itself mends it, nil if that is not safe.
  package let repair: DoctorRepair?

  /// A finding of its parts; what swop mends itself needs no remedy of its own.
  package init(
    _ check: CheckName, _ severity: Severity, _ found: String, remedy: String? = nil,
    repair: DoctorRepair? = nil
  ) {
    self.check = check
    self.severity = severity
    self.found = found
    self.remedy = remedy ?? repair.map { _ in "swop doctor --fix" }
    self.repair = repair
  }
}
