#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// System calls that a signal may interrupt.
enum Interrupted {
  /// Repeats `call` while a signal interrupts it.
  static func retry<Number: SignedInteger>(_ call: () -> Number) -> Number {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }
}
