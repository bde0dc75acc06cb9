/// Roots by Newton's steps: the one thing of the C library that colours need.
enum Root {
  /// The root of `value` of a degree; 0 for what is not above 0.
  static func of(_ value: Double, _ degree: Int) -> Double {
    guard value > 0 else { return 0 }
    var root = value > 1 ? value : 1
    // Each step doubles the correct digits once it is near; forty are enough from 1 down to 1e-6.
    for _ in 0..<40 {
      var power = 1.0
      for _ in 1..<degree { power *= root }
      root = (Double(degree - 1) * root + value / power) / Double(degree)
    }
    return root
  }
}
