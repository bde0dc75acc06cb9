import Engine
import EngineCore

/// `swop export`: the sign-ins of accounts in one file.
enum ExportCommand {
  static let definition = CommandDefinition(
    "export", summary: "Write the sign-ins of accounts to an encrypted file", action: run
  ).with {
    $0.details = [
      "The file is encrypted with a passphrase, which is typed without being shown, or read from a file. "
        + "Without the passphrase it cannot be opened, not even by you.",
      "--plain-text writes the sign-ins unencrypted: anyone who can read the file can use the accounts. Other "
        + "programs' formats are never encrypted and need it: cpa writes a folder for CLIProxyAPI, codex a "
        + "folder of auth.json files.",
      "An export holds the sessions as they are now. Once a session is renewed, here or where the export "
        + "was imported, the other copy may be signed out.",
    ]
    $0.positionals = [
      PositionalDefinition("FILE", completion: .files, help: "The file, or folder, to write"),
      PositionalDefinition(
        "LABEL", count: .any, completion: .labels, help: "The accounts, all without any"),
    ]
    $0.options =
      [
        OptionDefinition(
          "plain-text", help: "Write the sign-ins unencrypted"),
        OptionDefinition(
          "format", value: .required("F"), completion: .words(["swop", "cpa", "codex"]),
          help: "The form: swop (default), cpa or codex"),
        OptionDefinition("force", help: "Replace what is there"),
      ] + PassphraseChoice.options
    $0.examples = [
      .init("swop export backup.swop", "write all accounts, encrypted"),
      .init("swop export work.json work --plain-text", "write one account unencrypted"),
      .init("swop export ./cpa --format cpa --plain-text", "write a folder for CLIProxyAPI"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let name = invocation.required("FILE")
    let path = name.hasPrefix("/") ? FilePath(name) : invocation.environment.folder / name
    let request = ExportRequest(
      labels: invocation.command.words["LABEL"] ?? [], path: path,
      form: try form(invocation, path), replaces: invocation.command.has("force"))
    let fleet = try await invocation.fleet()
    let outcome = try await Progress("exporting", in: invocation).during {
      try await fleet.exportAccounts(request)
    }
    for report in outcome.skipped {
      invocation.note("swop: " + PrintableText.sanitized("Left out: " + report.message))
    }
    let labels = outcome.accounts.map(AccountText.label).joined(separator: ", ")
    invocation.conclude(
      "Exported \(labels) to \(PrintableText.sanitized(path.text)).",
      TransferJSON.report(outcome, of: request))
    if !request.isSealed {
      invocation.note(
        "swop: Anyone who can read \(PrintableText.sanitized(path.text)) can use these accounts.")
    }
    return 0
  }

  private static func form(
    _ invocation: Invocation, _ path: FilePath
  ) throws(UsageError) -> ExportRequest.Form {
    let command = invocation.command
    let isPlain = command.has("plain-text")
    for option in ["passphrase-file", "passphrase-fd"] where isPlain && command.has(option) {
      throw .conflict("--plain-text", "--" + option, path: command.path)
    }
    let form: ExportRequest.Form
    switch command.options["format"] {
    case "cpa": form = .cliProxyAPI
    case "codex": form = .codex
    default:
      guard !isPlain else { return .plain }
      return .sealed(
        passphrase: try PassphraseChoice(invocation).passphrase(
          "Passphrase for \(PrintableText.sanitized(path.text))", isNew: true))
    }
    guard isPlain else {
      throw .missing(name: "--plain-text with this format", path: command.path)
    }
    return form
  }
}
