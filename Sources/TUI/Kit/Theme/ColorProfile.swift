package import EngineCore

/// How many colours there are.
package enum ColorProfile: String, Hashable, Sendable, CaseIterable {
  /// None; attributes only.
  case mono
  /// The terminal's own eight or sixteen.
  case sixteen = "16"
  /// The table of 256.
  case indexed = "256"
  /// Every colour by its parts.
  case direct = "24-bit"

  /// The colours of a terminal.
  ///
  /// - Parameters:
  ///   - wantsColor: what the option, the environment and the settings come to; false is mono.
  ///   - colors: how many colours its entry in the terminal database has.
  ///   - isDirect: whether that entry takes colours by their parts.
  ///   - variables: the environment, which says whether the terminal shows them.
  package init(wantsColor: Bool, colors: Int, isDirect: Bool, variables: ProcessEnvironment) {
    let term = variables.nonEmpty("COLORTERM")
    if !wantsColor {
      self = .mono
    } else if isDirect, term == "truecolor" || term == "24bit" {
      self = .direct
    } else if colors >= 256 {
      self = .indexed
    } else {
      self = colors >= 8 ? .sixteen : .mono
    }
  }
}
