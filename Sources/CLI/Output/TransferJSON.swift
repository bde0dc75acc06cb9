package import Engine
import EngineCore

/// Imports and exports for scripts.
package enum TransferJSON {
  /// The object that `import` prints.
  package static func report(_ outcome: ImportOutcome) -> OrderedJSON {
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
  package static func report(_ outcome: ExportOutcome, of request: ExportRequest) -> OrderedJSON {
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
  package var isSealed: Bool {
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
