package import EngineCore

/// What came of reading an account's quota.
package enum ReadingOutcome: Hashable, Sendable {
  /// A reading, taken now or by another process while this one waited.
  case read(QuotaReading)
  /// Why there is none; `retryAt` is the earliest moment at which the server wants to be asked again.
  case failed(ErrorReport, retryAt: Date?)
  /// The waiting task was cancelled.
  case cancelled

  /// The reading, nil if there is none.
  package var reading: QuotaReading? {
    if case .read(let reading) = self { reading } else { nil }
  }

  /// Why there is no reading, nil if there is one or nobody waits for it any more.
  package var failure: ErrorReport? {
    if case .failed(let report, _) = self { report } else { nil }
  }
}
