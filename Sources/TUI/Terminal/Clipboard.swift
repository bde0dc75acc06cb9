import CTerminal
import EngineCore
import TUIKit

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Copies text: with the system's own tool if there is one, else by asking the terminal (OSC 52).
struct Clipboard {
  /// Longer texts are refused: what we copy are names and links.
  static let limit = 4_096

  private struct Tool {
    let name: String
    let arguments: [String]
    /// The variable that says that it can work; nil for always.
    let needs: String?
  }

  private static let tools = [
    Tool(name: "pbcopy", arguments: [], needs: nil),
    Tool(name: "wl-copy", arguments: [], needs: "WAYLAND_DISPLAY"),
    Tool(name: "xclip", arguments: ["-selection", "clipboard"], needs: "DISPLAY"),
    Tool(name: "xsel", arguments: ["--clipboard", "--input"], needs: "DISPLAY"),
    Tool(name: "clip.exe", arguments: [], needs: "WSL_DISTRO_NAME"),
  ]

  private let variables: ProcessEnvironment

  /// The clipboard of an environment.
  init(_ variables: ProcessEnvironment) {
    self.variables = variables
  }

  /// Copies text; `write` sends bytes to the terminal.
  func copy(_ text: String, write: (String) -> Void) -> CopyOutcome {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.limit else { return .tooLong(limit: Self.limit) }
    for tool in Self.tools where tool.needs.map({ variables.nonEmpty($0) != nil }) ?? true {
      // Over ssh the tool's clipboard is that of the far machine.
      guard variables.nonEmpty("SSH_CONNECTION") == nil || tool.needs == "DISPLAY" else { continue }
      guard let path = path(of: tool.name), feed(path, tool, bytes) else { continue }
      return .tool(tool.name)
    }
    write("\u{1B}]52;c;\(Data(bytes).base64EncodedString())\u{7}")
    return .terminal
  }

  private func path(of name: String) -> String? {
    let folders = (variables.nonEmpty("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    return folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  private func feed(_ path: String, _ tool: Tool, _ bytes: [UInt8]) -> Bool {
    ArgumentList.with([tool.name] + tool.arguments) { arguments in
      bytes.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) {
          cterm_feed(path, arguments, $0.baseAddress, $0.count) == 0
        }
      }
    }
  }
}
