/// How people read a percentage of quota: 0% only when nothing is left, 100% only when untouched.
package enum Percent {
  /// The text of `left` percent: `<1%` below 1, `99%` below 100 (openai/codex#26370).
  package static func text(left: Double) -> String {
    if left > 0 && left < 1 { return "<1%" }
    return "\(whole(left: left))%"
  }

  /// `left` as the whole number its text shows; `<1%` counts as 0, and so does what is no number.
  package static func whole(left: Double) -> Int {
    let bounded = left >= 1 ? min(left, 100) : 0
    return bounded > 99 && bounded < 100 ? 99 : Int(bounded.rounded())
  }
}
