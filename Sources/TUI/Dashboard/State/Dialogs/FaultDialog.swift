package import EngineCore

/// Something that cannot be mended here; any key closes it.
package struct FaultDialog: Hashable, Sendable {
  /// What went wrong.
  package var report: ErrorReport

  /// A fault of its parts.
  package init(report: ErrorReport) {
    self.report = report
  }
}
