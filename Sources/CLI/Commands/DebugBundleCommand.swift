import Engine
import EngineCore

/// `swop debug bundle`: everything that helps to find a fault, and nothing that is nobody's business.
enum DebugBundleCommand {
  static let definition = CommandDefinition(
    "bundle", summary: "Print a masked report of this installation", action: run
  ).with {
    $0.details = [
      "Versions, what doctor finds, the candidates for codex, the accounts by number with their states, "
        + "the settings, the latest events and the end of the log. Labels, addresses, the home folder and "
        + "whatever looks like a token are taken out."
    ]
    $0.options = [
      OptionDefinition(
        "output", value: .required("FILE"), completion: .files, help: "Write it to a new file")
    ]
    $0.examples = [
      .init("swop debug bundle", "print the report"),
      .init("swop debug bundle --output report.txt", "write it to a file"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let text = try await DebugReport(invocation).text()
    if let name = invocation.command.options["output"] {
      let path = name.hasPrefix("/") ? FilePath(name) : invocation.environment.folder / name
      guard !invocation.environment.files.exists(path) else {
        throw FileError(operation: "create", path: path, reason: .exists)
      }
      try invocation.environment.files.replace(path, with: Data(text.utf8), mode: .privateFile)
      invocation.conclude(
        "Written to \(PrintableText.sanitized(path.text)). Look at it before you send it.",
        .report(["path": .text(path.text), "report": .text(text)]))
      return 0
    }
    if invocation.isJSON {
      invocation.print(.report(["path": .null, "report": .text(text)]))
    } else {
      invocation.environment.output.write(text)
    }
    return 0
  }
}
