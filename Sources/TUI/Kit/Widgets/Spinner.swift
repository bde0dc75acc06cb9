package import EngineKernel

/// What shows that something takes time: nothing at first, then a turning sign with a verb, then how long.
package enum Spinner {
  /// Nothing is shown before this many seconds.
  package static let patience = 0.2
  /// From this many seconds on the time is shown.
  package static let showsTime = 10.0
  /// How long one sign stands, in seconds.
  package static let step = 0.1

  /// The sign after so many seconds; empty while nothing is shown. A calm one does not turn.
  package static func sign(elapsed: Double, glyphs: GlyphSet, isCalm: Bool = false) -> String {
    guard elapsed >= patience else { return "" }
    let frames = glyphs.spinner
    return isCalm ? glyphs.ellipsis : frames[Int(elapsed / step) % frames.count]
  }

  /// The sign with a verb and, after ten seconds, the time.
  package static func text(
    _ verb: String, elapsed: Double, glyphs: GlyphSet, isCalm: Bool = false
  ) -> String {
    let sign = sign(elapsed: elapsed, glyphs: glyphs, isCalm: isCalm)
    guard !sign.isEmpty else { return "" }
    let time = elapsed >= showsTime ? ", " + DurationText.precise(seconds: elapsed) : ""
    return "\(sign) \(verb)\(time)"
  }

  /// Seconds until the sign changes, from the start; nil if it never does.
  package static func nextChange(elapsed: Double, isCalm: Bool = false) -> Double? {
    if elapsed < patience { return patience }
    if isCalm { return elapsed < showsTime ? showsTime : (elapsed / 60).rounded(.down) * 60 + 60 }
    return (elapsed / step).rounded(.down) * step + step
  }
}
