/// How the stand-in behaves beyond single accounts.
package struct StandinSettings: Hashable, Sendable {
  /// How long a bearer lives.
  package var tokenLifetimeSeconds: Double
  /// A device code approves itself at this poll, counted from 1; nil to wait for a decision.
  package var approvesDeviceAtPoll: Int?
  /// The seconds between polls that the device flow asks for.
  package var deviceIntervalSeconds: Int
  /// The account that signs in next, by name; nil for the first one.
  package var approver: String?
  /// Whether every sign-in is denied.
  package var deniesSignIn: Bool
  /// Whether the device flow is offered.
  package var offersDeviceFlow: Bool
  /// Whether turns are offered over WebSocket; else an upgrade gets 426.
  package var offersWebSocket: Bool
  /// Whether a refresh token used twice kills its whole grant.
  package var reuseRevokesGrant: Bool
  /// Added to the wall clock, in seconds.
  package var clockOffsetSeconds: Double

  /// Tokens of ten days, and sign-ins that succeed at the first poll.
  package init() {
    tokenLifetimeSeconds = 864_000
    approvesDeviceAtPoll = 1
    deviceIntervalSeconds = 1
    approver = nil
    deniesSignIn = false
    offersDeviceFlow = true
    offersWebSocket = false
    reuseRevokesGrant = false
    clockOffsetSeconds = 0
  }
}

extension StandinSettings: Codable {
  private enum CodingKeys: String, CodingKey {
    case approver
    case tokenLifetimeSeconds = "token_lifetime_seconds"
    case approvesDeviceAtPoll = "approves_device_at_poll"
    case deviceIntervalSeconds = "device_interval_seconds"
    case deniesSignIn = "denies_sign_in"
    case offersDeviceFlow = "offers_device_flow"
    case offersWebSocket = "offers_web_socket"
    case reuseRevokesGrant = "reuse_revokes_grant"
    case clockOffsetSeconds = "clock_offset_seconds"
  }
}
