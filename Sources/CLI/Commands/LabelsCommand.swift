import Engine
import EngineCore

/// `swop __labels`: what shells complete labels with. It says nothing when something is wrong: a
/// completion is no place for messages.
enum LabelsCommand {
  static let definition = CommandDefinition(
    "__labels", summary: "Print labels for completions", action: run
  ).with {
    $0.isHidden = true
    $0.options = [OptionDefinition("trash", help: "Print the labels in the trash")]
    $0.examples = [.init("swop __labels", "print every label, one a line")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    guard let labels = try? await labels(invocation) else { return 0 }
    let printable = labels.map(PrintableText.sanitized)
    invocation.environment.output.write(printable.map { $0 + "\n" }.joined())
    return 0
  }

  private static func labels(_ invocation: Invocation) async throws -> [String] {
    let fleet = try await invocation.environment.makeFleet(Settings())
    if invocation.command.has("trash") {
      return try await fleet.trash().map(\.account.label.text)
    }
    return try await fleet.snapshot(refresh: false).accounts.map(\.account.label.text)
  }
}
