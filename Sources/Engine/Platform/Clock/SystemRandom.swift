import EngineCore

/// The system's cryptographic randomness: `getrandom` on Linux, `arc4random` on Apple systems.
package struct SystemRandom: RandomSource {
  /// The system's randomness; there is only one.
  package init() {}

  package func bytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }
}
