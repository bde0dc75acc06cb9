import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Whether the model answered")
struct TurnEvidenceTests {
  private let identity = Identity.chatGPT(accountID: "account-1", userID: "user-ada")
  private let start = Date(timeIntervalSince1970: 1_795_154_194.9)

  private static func line(
    _ type: String, _ payload: String, at time: String = "2026-11-20T05:56:35.010Z"
  ) -> String {
    #"{"timestamp":"\#(time)","type":"\#(type)","payload":\#(payload)}"#
  }

  /// What codex writes before it asks the server; as the real one does with a dead session.
  private static let question = [
    line(
      "session_meta",
      #"{"id":"t","creator_account_id":"account-1","creator_user_id":"user-ada","cwd":"/"}"#),
    line("event_msg", #"{"type":"task_started"}"#),
    line("response_item", #"{"type":"message","role":"developer","content":[]}"#),
    line("turn_context", #"{"turn_id":"1"}"#),
    line("response_item", #"{"type":"message","role":"user","content":[]}"#),
    line("event_msg", #"{"type":"task_complete","last_agent_message":null}"#),
  ]

  private func hasAnswer(_ lines: [String]) -> Bool {
    TurnEvidence.hasAnswer(
      Array(lines.joined(separator: "\n").utf8), since: start, by: identity)
  }

  @Test("what was asked is not an answer")
  func questionOnly() {
    #expect(!hasAnswer(Self.question))
    #expect(!hasAnswer([]))
  }

  @Test(
    "whatever the model said or did is one",
    arguments: [
      line("response_item", #"{"type":"message","role":"assistant","content":[]}"#),
      line("response_item", #"{"type":"reasoning","summary":[]}"#),
      line("response_item", #"{"type":"function_call","name":"shell"}"#),
      line("compacted", #"{"message":""}"#),
    ])
  func answers(line: String) {
    #expect(hasAnswer(Self.question + [line]))
    #expect(hasAnswer(Self.question + ["{broken", line]))
  }

  @Test("answers from before the run do not count")
  func older() {
    let payload = #"{"type":"message","role":"assistant","content":[]}"#
    let before = Self.line("response_item", payload, at: "2026-11-20T05:56:33.999Z")

    #expect(!hasAnswer([before] + Self.question))
    #expect(hasAnswer([before, Self.line("response_item", payload)]))
  }

  @Test("a conversation that another account began meanwhile does not count")
  func foreign() {
    let answer = Self.line("response_item", #"{"type":"message","role":"assistant"}"#)
    let meta = #"{"creator_account_id":"account-2","creator_user_id":"user-bob"}"#

    #expect(!hasAnswer([Self.line("session_meta", meta), answer]))
    // Continued here, although begun by another: it may be this run.
    let old = Self.line("session_meta", meta, at: "2026-11-19T00:00:00.000Z")
    #expect(hasAnswer([old, answer]))
  }

  @Test("finds conversations through links and in any day's folder")
  func folders() throws {
    let folder = try TemporaryFolder()
    let files = DiskFileSystem()
    let day = folder / "shared/sessions/2026/11/20"
    try files.createFolder(day, mode: .privateFolder)
    try files.createFolder(folder / "home", mode: .privateFolder)
    try files.createLink(folder / "home/sessions", to: folder / "shared/sessions")
    let evidence = TurnEvidence(files: files)
    let text = (Self.question + [Self.line("response_item", #"{"type":"reasoning"}"#)])
      .joined(separator: "\n")
    #expect(!evidence.hadTurn(in: folder / "home", since: start, by: identity))

    try files.replace(day / "rollout-a.jsonl", with: Data(text.utf8), mode: .privateFile)

    #expect(evidence.hadTurn(in: folder / "home", since: start, by: identity))
    #expect(!evidence.hadTurn(in: folder / "home", since: .distantFuture, by: identity))
    #expect(!evidence.hadTurn(in: folder / "none", since: start, by: identity))
  }
}
