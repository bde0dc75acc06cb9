extension UpstreamVerdict {
  /// What the try came to, for people: a clause without a full stop and without a secret.
  var clause: String {
    switch self {
    case .serving: "the backend serves it"
    case .succeeded: "it ended as it should"
    case .usageLimit: "the account's usage limit is reached"
    case .throttled: "the account asks for patience"
    case .unauthorized: "the account's token is refused"
    case .tokenUnavailable(let isDead):
      isDead ? "the account's sign-in has expired" : "the account's token cannot be renewed now"
    case .refused(let refusal): "the account is refused: \(refusal.clause)"
    case .clientFault(let status): "the request itself was refused with \(status)"
    case .foreignHistory: "the history belongs to the conversation's first account"
    case .serverFault(let fault): fault.clause
    case .staleConnection: ServerFault.closed.clause
    case .upgradeRefused: "the backend offers no WebSocket now"
    case .stalled: "its stream fell silent"
    case .cut: "its stream broke off"
    }
  }
}
