package import EngineCore

/// What doctor found, mended and left.
package struct DoctorReport: Hashable, Sendable {
  /// What was looked at.
  package var checks: [CheckName]
  /// What is not as it should be now.
  package var findings: [DoctorFinding]
  /// What was mended, or would be on a trial.
  package var mended: [DoctorFinding]
  /// What could not be mended, with the reason.
  package var failures: [ErrorReport]

  /// A report of its parts.
  package init(
    checks: [CheckName], findings: [DoctorFinding], mended: [DoctorFinding] = [],
    failures: [ErrorReport] = []
  ) {
    self.checks = checks
    self.findings = findings
    self.mended = mended
    self.failures = failures
  }

  /// Whether nothing is left that a person would have to look at; notes do not count.
  package var isClean: Bool { findings.allSatisfy { $0.severity == .note } }

  /// The worst thing that a check found, nil if it found nothing.
  package func severity(of check: CheckName) -> DoctorFinding.Severity? {
    findings.filter { $0.check == check }.map(\.severity).max()
  }
}
