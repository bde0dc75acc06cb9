extension UpstreamVerdict {
  /// The trouble of the backend that this is counted as, nil if it is none.
  var fault: ServerFault? {
    switch self {
    case .serverFault(let fault): fault
    case .stalled: .timedOut
    case .cut: .closed
    case .unauthorized: .refusesFreshTokens
    case .tokenUnavailable(let isDead): isDead ? nil : .noToken
    case .serving, .succeeded, .usageLimit, .throttled, .refused, .clientFault, .foreignHistory,
      .staleConnection, .upgradeRefused:
      nil
    }
  }
}
