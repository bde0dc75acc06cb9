package import EngineCore

/// Where ChatGPT and its sign-in are reached (spec: environment). Tests, the demo and a self-hosted
/// relay point swop elsewhere by two variables.
package struct ServiceAddresses: Hashable, Sendable {
  /// The value of `SWOP_CHATGPT_BASE_URL` without a trailing slash, nil when it is not set.
  package let chatGPTOverride: String?
  /// The value of `SWOP_AUTH_BASE_URL` without a trailing slash, nil when it is not set.
  package let authOverride: String?

  /// Reads and checks both variables; an empty one counts as unset.
  ///
  /// - Throws: `AddressError` for an address that is not https, nor plain http on loopback.
  package init(environment: ProcessEnvironment) throws(AddressError) {
    chatGPTOverride = try Self.checked("SWOP_CHATGPT_BASE_URL", environment)
    authOverride = try Self.checked("SWOP_AUTH_BASE_URL", environment)
  }

  private static func checked(
    _ name: String, _ environment: ProcessEnvironment
  ) throws(AddressError) -> String? {
    guard var value = environment.nonEmpty(name) else { return nil }
    while value.hasSuffix("/") { value.removeLast() }
    let isSecure = value.lowercased().hasPrefix("https://")
    guard isSecure || LoopbackAddress(value)?.isPlain == true else {
      throw AddressError(variable: name)
    }
    return value
  }
}
