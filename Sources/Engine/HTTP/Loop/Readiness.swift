import CSystem

/// What a descriptor is ready for, or what somebody waits for.
struct Readiness: OptionSet, Sendable {
  let rawValue: UInt32

  /// Bytes, or an end, can be read.
  static let readable = Readiness(rawValue: UInt32(CSYSTEM_READABLE))
  /// Bytes can be written.
  static let writable = Readiness(rawValue: UInt32(CSYSTEM_WRITABLE))
  /// The other side closed its half, or the connection failed.
  static let ended = Readiness(rawValue: UInt32(CSYSTEM_ENDED))
}
