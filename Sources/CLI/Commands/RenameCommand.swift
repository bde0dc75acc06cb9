import EngineCore

/// `swop rename`: another label for an account.
enum RenameCommand {
  static let definition = CommandDefinition(
    "rename", summary: "Rename an account", action: run
  ).with {
    $0.details = ["The sandbox keeps its folder; only the label changes."]
    $0.positionals = [
      PositionalDefinition("OLD", completion: .labels, help: "The label it has"),
      PositionalDefinition("NEW", help: "The label it gets"),
    ]
    $0.examples = [.init("swop rename work office", "call the account work office")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let label = try Label(invocation.required("NEW"))
    let fleet = try await invocation.fleet()
    let old = invocation.required("OLD")
    let account = try await fleet.rename(label: old, to: label.text)
    invocation.conclude(
      "\(PrintableText.sanitized(old)) is now called \(AccountText.label(account)).",
      AccountJSON.report(account))
    return 0
  }
}
