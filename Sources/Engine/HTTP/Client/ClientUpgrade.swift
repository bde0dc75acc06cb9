package import EngineCore

/// What a server says to a request that asks to change the protocol.
package enum ClientUpgrade: Sendable {
  /// It agreed: 101 with these fields; the connection is the caller's to close.
  case switched(headers: [HTTPField], ClientTunnel)
  /// It did not: the answer, with at most 64 KiB of its body. The connection is closed.
  case refused(status: Int, headers: [HTTPField], body: [UInt8])
}
