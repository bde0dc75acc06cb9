/// Amounts of data as people read them.
package enum ByteText {
  /// `812 B`, `18 kB`, `18 MB`, `1.2 GB`.
  package static func text(_ bytes: Int64) -> String {
    var value = Double(max(0, bytes))
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 999.5 || unit == "GB" {
        let isExact = unit == "B" || value >= 9.95
        let tenths = Int((value * 10).rounded())
        return isExact ? "\(Int(value.rounded())) \(unit)" : "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      value /= 1_000
    }
    return "\(bytes) B"
  }
}
