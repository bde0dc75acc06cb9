package import EngineCore

extension Fleet {
  /// Writes the sign-ins of accounts to a file or folder that only its owner may read.
  ///
  /// - Throws: `TransferError`; nothing was written then.
  package func exportAccounts(_ request: ExportRequest) async throws -> ExportOutcome {
    if case .sealed(let passphrase) = request.form { try checkLength(of: passphrase) }
    let chosen = try await chosenAccounts(request.labels)
    var outcome = ExportOutcome(files: [], accounts: [])
    var exported: [ExportedAccount] = []
    for account in chosen {
      do {
        exported.append(try await exportable(account, in: request.form))
        outcome.accounts.append(account)
      } catch {
        outcome.skipped.append(error.report)
      }
    }
    guard !exported.isEmpty else { throw TransferError.nothingToExport }
    outcome.files = try write(exported, outcome.accounts, request)
    recorder.record(
      EngineEvent(
        at: now, kind: .accountsExported,
        message: "exported " + outcome.accounts.map(\.label.text).joined(separator: ", ")))
    return outcome
  }

  private func chosenAccounts(_ labels: [String]) async throws -> [Account] {
    guard !labels.isEmpty else { return try accounts.list().accounts }
    var chosen: [Account] = []
    for label in labels {
      let account = try await account(labelled: label)
      if !chosen.contains(where: { $0.id == account.id }) { chosen.append(account) }
    }
    return chosen
  }

  private nonisolated func checkLength(of passphrase: Redacted<String>) throws(TransferError) {
    let minimum = TransferError.passphraseMinimum
    guard passphrase.hasCharacters(minimum) else { throw .shortPassphrase(minimum: minimum) }
  }

  private func exportable(
    _ account: Account, in form: ExportRequest.Form
  ) async throws(CredentialError) -> ExportedAccount {
    let label = account.label.text
    let sandbox = layout.sandbox(account.key)
    let file: AuthFile
    do {
      file = try await AuthFileReader(files: configuration.files, time: configuration.time)
        .read(sandbox.signInFile)
    } catch {
      if case .missing = error { throw .missing(label: label) }
      if case .file(let error) = error, error.reason == .notPermitted {
        throw .denied(label: label, error)
      }
      throw .unreadable(label: label, detail: error.clause)
    }
    if case .cliProxyAPI = form, file.mode != .chatGPT {
      throw .unreadable(label: label, detail: "only sessions have a place in that form")
    }
    let bytes = (try? configuration.files.readIfPresent(sandbox.besideFile)) ?? nil
    let beside = bytes.flatMap { try? JSONReader.value(in: Array($0)) }
    return ExportedAccount(
      label: label, isEnabled: account.isEnabled, email: account.email, file: file,
      beside: beside.map { Redacted($0) })
  }

  private func write(
    _ exported: [ExportedAccount], _ accounts: [Account], _ request: ExportRequest
  ) throws -> [FilePath] {
    let document = ExportDocument.open(exported, at: now)
    switch request.form {
    case .plain:
      return try write([(request.path, ExportDocument.data(document))], request.replaces)
    case .sealed(let passphrase):
      do {
        let sealed = try SealedExport(
          document, passphrase: passphrase, sealer: configuration.sealer,
          random: configuration.random)
        return try write([(request.path, Redacted(sealed.data))], request.replaces)
      } catch let error as SealingError {
        throw TransferError(error, path: request.path)
      }
    case .cliProxyAPI:
      return try writeFolder(exported.map(ExportDocument.cliProxyAPI), accounts, request)
    case .codex:
      return try writeFolder(exported.map(ExportDocument.codex), accounts, request)
    }
  }

  private func writeFolder(
    _ documents: [Redacted<Data>?], _ accounts: [Account], _ request: ExportRequest
  ) throws(TransferError) -> [FilePath] {
    let files = configuration.files
    do {
      try files.createFolder(request.path, mode: .privateFolder)
    } catch {
      throw .file(error)
    }
    let named = zip(accounts, documents).compactMap { account, data in
      data.map { (request.path / "\(account.key).json", $0) }
    }
    return try write(named, request.replaces)
  }

  /// Writes files, none if one of them is there already and is not to be replaced.
  private func write(
    _ documents: [(path: FilePath, data: Redacted<Data>)], _ replaces: Bool
  ) throws(TransferError) -> [FilePath] {
    let files = configuration.files
    if !replaces, let taken = documents.first(where: { files.exists($0.path) }) {
      throw .exists(path: taken.path)
    }
    do {
      for (path, data) in documents { try data.write(to: path, files: files) }
    } catch {
      throw .file(error)
    }
    return documents.map(\.path)
  }
}

/// What is to be exported, where and how.
package struct ExportRequest: Sendable {
  /// The form of an export.
  package enum Form: Sendable {
    /// swop's own, opened by a passphrase.
    case sealed(passphrase: Redacted<String>)
    /// swop's own, in the open.
    case plain
    /// A folder with a file for each account as CLIProxyAPI reads it, in the open.
    case cliProxyAPI
    /// A folder with an `auth.json` for each account, in the open.
    case codex
  }

  /// The labels of the accounts; none means all.
  var labels: [String]
  /// The file, or the folder for forms that take one.
  var path: FilePath
  /// The form.
  package var form: Form
  /// Whether what is there is replaced.
  var replaces: Bool

  /// A request of its parts.
  package init(labels: [String] = [], path: FilePath, form: Form, replaces: Bool = false) {
    self.labels = labels
    self.path = path
    self.form = form
    self.replaces = replaces
  }
}

/// What was exported.
package struct ExportOutcome: Hashable, Sendable {
  /// The files that were written.
  package var files: [FilePath]
  /// The accounts that are in them.
  package var accounts: [Account]
  /// Why others are not, one report an account.
  package var skipped: [ErrorReport] = []
}

extension Redacted where Value == Data {
  /// Puts the bytes at a path, owner-only.
  func write(to path: FilePath, files: any FileSystem) throws(FileError) {
    try files.replace(path, with: self.reveal(), mode: .privateFile)
  }
}

extension Redacted where Value == String {
  /// Whether there are at least so many characters.
  func hasCharacters(_ minimum: Int) -> Bool { self.reveal().count >= minimum }
}
