import EngineCore

/// Whether a run is to go through the rotation proxy.
package enum RotationWish: Hashable, Sendable {
  /// As the settings say.
  case asConfigured
  /// Through the proxy; a direct run with a warning if that fails.
  case wanted
  /// Through the proxy or not at all.
  case required
  /// Directly.
  case refused

  /// The wish once the settings had their say; never `.asConfigured`.
  func resolved(by settings: Settings) -> RotationWish {
    guard self == .asConfigured else { return self }
    return settings.rotation ? .wanted : .refused
  }
}
