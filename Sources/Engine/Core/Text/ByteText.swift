/// Sizes as people read them, in powers of ten: `0 B`, `42 KB`, `4.1 MB`, `360 MB`.
package enum ByteText {
  /// A size in bytes; less than nothing is nothing.
  package static func of(_ bytes: Int64) -> String {
    var value = Double(max(0, bytes))
    var unit = 0
    // Half a unit less than a thousand would be shown as a thousand.
    while value >= 999.5, unit < units.count - 1 {
      value /= 1_000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    guard unit > 0, tenths < 100 else { return "\(Int(value.rounded())) \(units[unit])" }
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }

  private static let units = ["B", "KB", "MB", "GB", "TB"]
}
