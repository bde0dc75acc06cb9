import Engine
import EngineCore

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
