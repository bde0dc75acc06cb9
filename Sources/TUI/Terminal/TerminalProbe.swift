import CTerminal
package import EngineCore
package import TUIKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a terminal is and can do, before it is used.
package enum TerminalProbe {
  /// Checks that standard input and output are a terminal the dashboard can draw on.
  ///
  /// - Returns: Its type.
  /// - Throws: `TerminalError` if not.
  package static func check(_ variables: ProcessEnvironment) throws(TerminalError) -> String {
    let type = variables.nonEmpty("TERM") ?? ""
    guard !type.isEmpty, type != "dumb" else { throw .tooSimple(name: type) }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .notATerminal }
    if let problem = cterm_load() {
      throw .libraryMissing(name: "ncursesw (\(String(cString: problem)))")
    }
    switch cterm_knows(type) {
    case 1: return type
    case 0: throw .tooSimple(name: type)
    default: throw .unknown(name: type)
    }
  }

  /// The colours of the terminal that `check` found.
  package static func profile(
    wantsColor: Bool, variables: ProcessEnvironment
  ) -> ColorProfile {
    guard cterm_load() == nil else { return .mono }
    return ColorProfile(
      wantsColor: wantsColor, colors: Int(cterm_colors()), isDirect: cterm_is_direct(),
      variables: variables)
  }

  /// Whether a terminal of this type can be asked about its modes: consoles of the kernel print a part of
  /// the question.
  static func canBeAsked(_ type: String) -> Bool {
    !["linux", "cons", "vt", "ansi", "hurd", "mach", "sun", "wsvt", "pcansi"].contains {
      type.hasPrefix($0)
    }
  }
}
