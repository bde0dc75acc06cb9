package import EngineCore

/// What `swop doctor --fix` does while the root cannot be trusted: it takes the right to write from others,
/// on files and folders of one's own. It reads no setting and starts nothing.
package struct RootMending: Sendable {
  private let permissions: RootPermissions
  private let files: any FileSystem
  private let user: UInt32

  /// More than a path can hold folders that others may write: the rest is for the next time.
  private static let limit = 64

  /// A mending of what `permissions` refuses, for the user with a number.
  package init(_ permissions: RootPermissions, files: any FileSystem, user: UInt32) {
    self.permissions = permissions
    self.files = files
    self.user = user
  }

  /// Mends modes until the root can be trusted, or something else stands in the way.
  ///
  /// - Parameter isTrial: only says what would be mended first.
  /// - Returns: What was mended, or would be, and what is left.
  package func mend(isTrial: Bool) -> DoctorReport {
    var report = DoctorReport(checks: [.root], findings: [])
    for _ in 0..<Self.limit {
      guard let refusal = refusal else { break }
      guard let repair = repair(of: refusal) else {
        report.findings = [finding(refusal, nil)]
        return report
      }
      if isTrial {
        report.findings = [finding(refusal, repair)]
        report.mended = report.findings
        return report
      }
      do {
        if case .setMode(let path, let mode) = repair { try files.setMode(path, mode) }
        report.mended.append(finding(refusal, repair))
      } catch {
        report.findings = [finding(refusal, nil)]
        report.failures = [error.report]
        return report
      }
    }
    report.findings = [
      DoctorFinding(
        .root, .note,
        "Other users could write there until now, and may have changed what swop runs.",
        remedy: "Look at it, then check the rest: swop config list && swop doctor")
    ]
    return report
  }

  private var refusal: RootPermissionError? {
    do {
      _ = try permissions.check()
      return nil
    } catch {
      return error
    }
  }

  private func repair(of refusal: RootPermissionError) -> DoctorRepair? {
    guard case .writable(let path, let mode) = refusal,
      let status = (try? files.status(path)) ?? nil, status.owner == user
    else { return nil }
    return .setMode(path, FileMode(bits: mode.bits & ~0o022))
  }

  private func finding(_ refusal: RootPermissionError, _ repair: DoctorRepair?) -> DoctorFinding {
    DoctorFinding(.root, .problem, refusal.message, remedy: refusal.remedy, repair: repair)
  }
}
