import EngineCore

/// Where the passphrase of an export comes from: a file, an open file, or a person.
struct PassphraseChoice: Sendable {
  private let invocation: Invocation

  /// The options that commands with a passphrase share.
  static let options = [
    OptionDefinition(
      "passphrase-file", value: .required("FILE"), completion: .files,
      help: "Read the passphrase from the first line of a file"),
    OptionDefinition(
      "passphrase-fd", value: .required("N"),
      help: "Read the passphrase from this open file descriptor"),
  ]

  init(_ invocation: Invocation) {
    self.invocation = invocation
  }

  /// The passphrase.
  ///
  /// - Parameters:
  ///   - purpose: what a person is asked for: `Passphrase for x`.
  ///   - isNew: whether it is asked for twice, because no one knows it yet.
  /// - Returns: The passphrase, never empty.
  /// - Throws: `UsageError` if there is none.
  func passphrase(_ purpose: String, isNew: Bool) throws(UsageError) -> Redacted<String> {
    let command = invocation.command
    if command.has("passphrase-file") && command.has("passphrase-fd") {
      throw .conflict("--passphrase-file", "--passphrase-fd", path: command.path)
    }
    if let name = command.options["passphrase-file"] {
      return try checked(fromFile(named: name), "\(PrintableText.shortened(name, to: 70))")
    }
    if let text = command.options["passphrase-fd"] {
      guard let number = Int32(text), number >= 0 else {
        throw .unreadable(
          what: "--passphrase-fd", value: text, expected: "the number of an open file",
          path: command.path)
      }
      let secrets = invocation.environment.secrets
      return try checked(secrets.lineOfDescriptor(number), "The open file \(number)")
    }
    return try asked(purpose, isNew: isNew)
  }

  private func asked(_ purpose: String, isNew: Bool) throws(UsageError) -> Redacted<String> {
    let environment = invocation.environment
    guard environment.canAsk else {
      throw .needsTerminal(
        what: "Typing a passphrase", remedy: "Give it in a file: --passphrase-file FILE")
    }
    let answer = environment.secrets.answer
    let first = try checked(answer("\(purpose): "), "What was typed")
    guard isNew else { return first }
    guard answer("The same again: ") == first else {
      throw .noPassphrase(reason: "The two passphrases differ", remedy: "Try again.")
    }
    return first
  }

  private func fromFile(named name: String) -> Redacted<String>? {
    let path = name.hasPrefix("/") ? FilePath(name) : invocation.environment.folder / name
    let files = invocation.environment.files
    guard let size = try? files.status(files.resolve(path))?.size, size <= 1_024,
      let data = try? files.read(path)
    else { return nil }
    let line = data.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(validating: line, as: UTF8.self).map { Redacted($0) }
  }

  private func checked(
    _ passphrase: Redacted<String>?, _ source: String
  ) throws(UsageError) -> Redacted<String> {
    guard let passphrase, passphrase != Redacted("") else {
      throw .noPassphrase(
        reason: "\(source) holds no passphrase",
        remedy: "It is one line of text, of at most 1024 bytes.")
    }
    return passphrase
  }
}
