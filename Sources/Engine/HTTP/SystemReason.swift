#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's own words for its error numbers.
enum SystemReason {
  /// What an error number means.
  static func text(_ number: Int32) -> String {
    guard let text = strerror(number) else { return "error \(number)" }
    return String(cString: text)
  }
}
