import Engine
import EngineCore

/// `swop import`: accounts from sign-ins that other programs keep, or that swop exported.
enum ImportCommand {
  static let definition = CommandDefinition(
    "import", summary: "Import accounts from other tools", action: run
  ).with {
    $0.details = [
      "Reads auth.json files whatever they are called, lists of them, files of CLIProxyAPI, OpenCode, "
        + "codex-switcher and codex-multi-auth, vaults of caam, exports of swop, and folders of all "
        + "these; ~/.codex is the sign-in that codex has now. They are read and never changed.",
      "What can be imported is imported. Every file or record that cannot be is named with the reason, "
        + "and the exit status is 1. A sign-in that is there already is left out. Labels come from the "
        + "names and addresses.",
      "Without FILE swop takes over the accounts of an older version of swop in its folder, and finishes "
        + "imports that were cut short.",
      "A copied session shares its refresh token with the original: whichever is renewed first may sign "
        + "the other out. On a terminal swop offers a new sign-in. Accounts of codex-multi-auth and OpenCode "
        + "can be used only after a renewal, which signs that program out: swop asks first, or --renew "
        + "allows it. A refresh token is sent to the server once, whatever happens: what was used up or "
        + "refused is remembered.",
    ]
    $0.positionals = [
      PositionalDefinition(
        "FILE", count: .any, completion: .files, help: "A file or folder to import")
    ]
    $0.options =
      [
        OptionDefinition("as", value: .required("LABEL"), help: "The label, for one sign-in"),
        OptionDefinition(
          "renew", help: "Renew sessions that cannot be used otherwise, without asking"),
      ] + PassphraseChoice.options
    $0.examples = [
      .init("swop import ~/.codex --as mine", "take over the sign-in that codex has now"),
      .init("swop import ~/.cli-proxy-api", "import every sign-in in a folder"),
      .init("swop import backup.swop", "bring back what swop export wrote"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let environment = invocation.environment
    let paths = (invocation.command.words["FILE"] ?? []).map { text in
      text.hasPrefix("/") ? FilePath(text) : environment.folder / text
    }
    let request = ImportRequest(
      paths: paths, label: invocation.command.options["as"],
      renews: invocation.command.has("renew") ? true : nil)
    let conversation = ImportQuestions(invocation: invocation)
    try await invocation.settleSharedHome()
    let fleet = try await invocation.fleet()
    let outcome = try await fleet.importSignIns(request, dialogue: conversation)
    if invocation.isJSON {
      invocation.print(TransferJSON.report(outcome))
    } else {
      tell(outcome, invocation)
      for imported in outcome.imported where imported.isShared {
        try await offerFreshSignIn(to: imported, conversation, fleet, invocation)
      }
    }
    return outcome.skipped.contains(where: \.isFailure) ? FailureOutcome.failed.rawValue : 0
  }

  private static func tell(_ outcome: ImportOutcome, _ invocation: Invocation) {
    for imported in outcome.imported {
      let account = imported.account
      invocation.say("Imported \(AccountText.label(account))\(AccountText.details(account)).")
      if let notice = imported.notice {
        invocation.note("swop: " + PrintableText.sanitized(notice))
      }
    }
    for skipped in outcome.skipped {
      let remedy = skipped.reason.remedy.map { " " + $0 } ?? ""
      invocation.note("swop: " + PrintableText.sanitized(skipped.reason.message + remedy))
    }
    let shared = outcome.imported.filter(\.isShared)
    guard !shared.isEmpty else { return }
    let labels = shared.map { AccountText.label($0.account) }
    let first = ShellWord.quoted(labels.first ?? "")
    invocation.note(
      "swop: \(labels.joined(separator: ", ")): a copy shares its refresh token with the original. "
        + "Whichever renews first may sign the other out. Use one of them only, or sign in again: "
        + "swop relogin \(first)")
  }

  private static func offerFreshSignIn(
    to imported: ImportOutcome.Imported, _ conversation: ImportQuestions,
    _ fleet: any FleetDoor, _ invocation: Invocation
  ) async throws {
    let account = imported.account
    guard let method = conversation.freshSignIn(for: account) else { return }
    let display = SignInDisplay(invocation, opensBrowser: SignInChoice.isBrowser(method))
    do {
      _ = try await invocation.interruptible {
        try await fleet.relogin(label: account.label.text, method: method) { step in
          await display.show(step)
        }
      }
    } catch {
      await display.finish()
      throw error
    }
    await display.finish()
    invocation.say("\(AccountText.label(account)) has its own session now.")
  }
}

/// Imports and exports for scripts.
enum TransferJSON {
  /// The object that `import` prints.
  static func report(_ outcome: ImportOutcome) -> OrderedJSON {
    .report([
      "imported": .array(
        outcome.imported.map { imported in
          OrderedJSON.object([
            "account": AccountJSON.brief(imported.account),
            "source": .text(imported.source.text), "origin": .text(imported.origin),
            "shares_session": .flag(imported.isShared),
          ]).adding("notice", imported.notice.map { .text($0) })
        }),
      "skipped": .array(
        outcome.skipped.map { skipped in
          .object([
            "name": .text(skipped.title), "source": .text(skipped.source.text),
            "failed": .flag(skipped.isFailure), "error": .error(skipped.reason),
          ])
        }),
    ])
  }

  /// The object that `export` prints.
  static func report(_ outcome: ExportOutcome, of request: ExportRequest) -> OrderedJSON {
    .report([
      "format": .text(request.formName), "encrypted": .flag(request.isSealed),
      "files": .array(outcome.files.map { .text($0.text) }),
      "accounts": .array(outcome.accounts.map { .text($0.label.text) }),
      "skipped": .array(outcome.skipped.map { .error($0) }),
    ])
  }
}

extension ExportRequest {
  /// Whether a passphrase opens it.
  var isSealed: Bool {
    if case .sealed = form { true } else { false }
  }

  fileprivate var formName: String {
    switch form {
    case .sealed, .plain: "swop"
    case .cliProxyAPI: "cpa"
    case .codex: "codex"
    }
  }
}
