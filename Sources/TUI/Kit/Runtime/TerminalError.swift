import EngineCore

/// A terminal that cannot be used.
package enum TerminalError: EngineError, Hashable {
  /// Input or output is no terminal.
  case notATerminal
  /// The terminal of this name can neither move its cursor nor clear its screen.
  case tooSimple(name: String)
  /// Nothing is known about a terminal of this name.
  case unknown(name: String)
  /// The library that draws is not on this machine.
  case libraryMissing(name: String)

  package var code: String {
    switch self {
    case .notATerminal: "not_a_terminal"
    case .tooSimple: "terminal_too_simple"
    case .unknown: "terminal_unknown"
    case .libraryMissing: "library_missing"
    }
  }

  package var message: String {
    switch self {
    case .notATerminal: "The dashboard needs a terminal, and this is none."
    case .tooSimple(let name):
      name.isEmpty
        ? "The dashboard cannot draw here: TERM is not set."
        : "The dashboard cannot draw on a terminal of the type “\(PrintableText.shortened(name, to: 40))”."
    case .unknown(let name):
      "Nothing is known about terminals of the type “\(PrintableText.shortened(name, to: 40))”."
    case .libraryMissing(let name): "The library \(name), which draws the dashboard, is missing."
    }
  }

  package var remedy: String? {
    switch self {
    case .notATerminal, .tooSimple: "Watch without a screen: swop status --watch --plain"
    case .unknown: "Set TERM to a known type, for example: TERM=xterm-256color swop ui"
    case .libraryMissing: "Install it: apt-get install libncursesw6"
    }
  }
}
