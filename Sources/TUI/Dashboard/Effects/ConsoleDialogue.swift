import Engine
import EngineCore

/// What a run says on the plain screen. It asks nothing: the dashboard itself offers a sign-in.
struct ConsoleDialogue: RunDialogue {
  let console: any Console

  func say(_ line: String) async {
    console.say("swop: " + PrintableText.sanitized(line))
  }

  func signInOffer(to account: Account, reason: String) async -> SignInMethod? { nil }

  func mayTakeOver(_ labels: [String]) async -> Bool { false }

  func show(_ step: SignInStep) async {}
}
