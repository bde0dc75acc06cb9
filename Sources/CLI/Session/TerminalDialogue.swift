import Engine
import EngineCore

/// What a run says and asks, on standard error and the terminal.
struct TerminalDialogue: RunDialogue {
  private let invocation: Invocation
  private let display: SignInDisplay

  /// A dialogue for one run.
  init(_ invocation: Invocation) {
    self.invocation = invocation
    display = SignInDisplay(invocation, opensBrowser: true)
  }

  func say(_ line: String) async {
    invocation.note("swop: " + PrintableText.sanitized(line))
  }

  func signInOffer(to account: Account, reason: String) async -> SignInMethod? {
    let environment = invocation.environment
    guard environment.canAsk, !invocation.isJSON else { return nil }
    let label = PrintableText.sanitized(account.label.text)
    invocation.note(
      "swop: The session of \(label) has expired: \(PrintableText.sanitized(reason)).")
    environment.errors.write("Sign in again now? [Y]es in a browser, with a [c]ode, [n]o: ")
    guard let answer = environment.input.readLine() else { return nil }
    switch answer.lowercased().filter({ $0 != " " }) {
    case "", "y", "yes": return .browser
    case "c", "code": return .device
    default: return nil
    }
  }

  func mayTakeOver(_ labels: [String]) async -> Bool {
    let environment = invocation.environment
    guard environment.canAsk, !invocation.isJSON else { return false }
    invocation.note("swop: " + OlderAccountsText.sentence(labels))
    environment.errors.write("Take over now? [Y]es, [n]o: ")
    guard let answer = environment.input.readLine() else { return false }
    return ["", "y", "yes"].contains(answer.lowercased().filter { $0 != " " })
  }

  func show(_ step: SignInStep) async {
    await display.show(step)
  }
}

/// What an import asks on the terminal; without one, whatever only a person can answer is refused.
struct ImportQuestions: ImportDialogue {
  let invocation: Invocation

  func passphrase(for path: FilePath) async throws -> Redacted<String> {
    try PassphraseChoice(invocation).passphrase(
      "Passphrase for \(PrintableText.sanitized(path.text))", isNew: false)
  }

  func mayRenew(_ titles: [String]) async -> Bool {
    guard invocation.environment.canAsk, !invocation.isJSON else { return false }
    let names = titles.map(PrintableText.sanitized).joined(separator: ", ")
    invocation.note(
      "swop: \(names) can be used only after a renewal, which signs the other program out.")
    invocation.environment.errors.write("Renew now? [y]es, [N]o: ")
    let answer = invocation.environment.input.readLine() ?? ""
    return ["y", "yes"].contains(answer.lowercased().filter { $0 != " " })
  }

  /// Offers a sign-in of its own to an account that shares its session with another program.
  func freshSignIn(for account: Account) -> SignInMethod? {
    guard invocation.environment.canAsk, !invocation.isJSON else { return nil }
    let label = AccountText.label(account)
    invocation.environment.errors.write(
      "Sign in to \(label) afresh now, so that both can be used? [N]o, [y]es in a browser, with a "
        + "[c]ode: ")
    switch (invocation.environment.input.readLine() ?? "").lowercased().filter({ $0 != " " }) {
    case "y", "yes": return .browser
    case "c", "code": return .device
    default: return nil
    }
  }
}
