import EngineCore
import Testing

@testable import Engine

@Suite("A session that died")
struct ExpiredSessionTests {
  private func attempt(
    _ end: ProcessEnd = .exited(1), _ words: [Argument] = ["exec", "x"], hadTurn: Bool = false,
    isRepetition: Bool = false, canRepeat: Bool = true
  ) -> ExpiredSession.Attempt {
    ExpiredSession.Attempt(
      end: end, subcommand: CodexSubcommand(words), hadTurn: hadTurn, isRepetition: isRepetition,
      canRepeat: canRepeat)
  }

  @Test("only a failed conversation is a reason to look at the session")
  func suspicion() {
    let exec = CodexSubcommand(["exec", "x"])

    #expect(ExpiredSession.isSuspected(.exited(1), of: exec))
    #expect(ExpiredSession.isSuspected(.exited(1), of: CodexSubcommand([])))
    for end in [ProcessEnd.exited(0), .exited(2), .exited(130), .signalled(1), .signalled(15)] {
      #expect(!ExpiredSession.isSuspected(end, of: exec))
    }
    #expect(!ExpiredSession.isSuspected(.exited(1), of: CodexSubcommand(["mcp", "get", "x"])))
  }

  @Test("a sign-in is offered only for a dead session before any answer, and only once")
  func verdicts() {
    let judged: [(ExpiredSession.Attempt, Bool?, ExpiredSession.Verdict)] = [
      (attempt(), false, .offerSignIn), (attempt(), true, .passOn), (attempt(), nil, .passOn),
      (attempt(hadTurn: true), false, .report), (attempt(hadTurn: true), true, .passOn),
      (attempt(isRepetition: true), false, .report), (attempt(canRepeat: false), false, .report),
      (attempt(.exited(0)), false, .passOn), (attempt(.signalled(2)), false, .passOn),
      (attempt(.exited(1), ["mcp", "list"]), false, .passOn),
    ]

    for (attempt, isAlive, verdict) in judged {
      #expect(ExpiredSession.verdict(on: attempt, isAlive: isAlive) == verdict)
    }
  }
}
