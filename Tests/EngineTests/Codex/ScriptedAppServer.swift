import EngineCore
import TestSupport

@testable import Engine

/// A codex whose app-server is played by a script: one result, or one error message, per method.
struct ScriptedAppServer {
  /// What a method is answered with.
  enum Answer: Sendable {
    case result(JSONValue)
    case error(Int, String)
    case silence
  }

  let conversation: ScriptedConversation
  let runner: ScriptedProcessRunner

  init(_ answers: [String: Answer]) {
    let conversation = ScriptedConversation { line in
      guard let message = try? JSONReader.value(in: Array(line.utf8)),
        let method = message["method"]?.text, let id = message["id"]
      else { return [] }
      let known = method == "initialize" ? .result([:]) : answers[method]
      switch known
        ?? .error(-32600, "Invalid request: unknown variant `\(method)`, expected one of")
      {
      case .result(let value): return [JSONWriter.line(["id": id, "result": value])]
      case .silence: return []
      case .error(let number, let text):
        let error: JSONValue = ["code": .number(String(number)), "message": .string(text)]
        return [JSONWriter.line(["error": error, "id": id])]
      }
    }
    self.conversation = conversation
    runner = ScriptedProcessRunner(start: { _ in .success(conversation) })
  }

  /// The methods it was asked, in order.
  var methods: [String] {
    conversation.written.compactMap { line in
      (try? JSONReader.value(in: Array(line.utf8)))?["method"]?.text
    }
  }

  /// A home that it could serve.
  static func home(
    _ folder: FilePath = "/home/x", version: CodexVersion = CodexVersion(0, 163, 0),
    environment: ProcessEnvironment = ProcessEnvironment()
  ) -> CodexHome {
    let binary = CodexBinary(
      path: "/bin/codex", realPath: "/bin/codex", origin: .searchPath, form: .native,
      version: version)
    return CodexHome(
      binary: binary, folder: folder, environment: environment,
      flags: ["-c", "chatgpt_base_url=\"http://localhost:1\""])
  }
}
