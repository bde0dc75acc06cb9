import EngineCore
import Testing

@testable import EngineProxyPolicy

@Suite("Conversations")
struct ConversationTests {
  private let thread = "019a2b3c-0000-7000-8000-000000000001"

  private func body(_ text: String) -> ArraySlice<UInt8> { Array(text.utf8)[...] }

  @Test(
    "each way codex names a conversation gives the same key",
    arguments: ["thread-id", "Thread-Id", "conversation_id", "session_id", "session-id"])
  func headers(_ name: String) {
    let fromHeader = ConversationKey(headers: [HTTPField(name, " \(thread) ")])
    let fromBody = ConversationKey(
      headers: [],
      body: body(
        #"{"model":"m","input":[{"prompt_cache_key":"no"}],"prompt_cache_key":"\#(thread)"}"#))

    #expect(fromHeader == ConversationKey(identifier: thread))
    #expect(fromBody == fromHeader)
  }

  @Test("the thread counts before the session")
  func order() {
    let headers = [HTTPField("session-id", "session"), HTTPField("thread-id", thread)]

    #expect(ConversationKey(headers: headers) == ConversationKey(identifier: thread))
  }

  @Test("a key is 32 digits, whatever was sent, and shows nothing of it")
  func digest() throws {
    let key = try #require(ConversationKey(identifier: thread))

    #expect(key.digest.utf8.count == 32)
    #expect(ConversationKey(stored: key.digest) == key)
    #expect(ConversationKey(stored: thread) == nil)
    #expect(!key.digest.contains("019a2b3c"))
  }

  @Test(
    "what names no conversation gives no key",
    arguments: ["", "  ", "\u{1B}[2J", String(repeating: "a", count: 257)])
  func refused(_ identifier: String) {
    #expect(ConversationKey(headers: [HTTPField("thread-id", identifier)]) == nil)
  }

  @Test(
    "a body that names none, or is odd, gives no key",
    arguments: [
      "", "{", #"["prompt_cache_key","x"]"#, #"{"prompt_cache_key":7}"#,
      #"{"prompt_cache_key":{"prompt_cache_key":"x"}}"#, #"{"a":"prompt_cache_key","b":"x"}"#,
      #"{"prompt_cache_key":"\"#, "\u{28}\u{b5}/\u{fd}compressed",
    ])
  func oddBodies(_ text: String) {
    #expect(ConversationKey(headers: [], body: body(text)) == nil)
  }

  @Test("escapes and quotes in a body are read, not guessed")
  func escapes() {
    let text = #"{"instructions":"say \"}\" and \\","prompt_cache_key":"a\u0062c"}"#

    #expect(ConversationKey(headers: [], body: body(text)) == ConversationKey(identifier: "abc"))
  }

  @Test("a conversation keeps its account for a day after its last use")
  func lifetime() {
    var affinity = Affinity()
    affinity.note(key("a"), servedBy: AccountID("one"), ownerCanServe: true, at: start)

    #expect(affinity.owner(of: key("a"), at: start + 86_399) == AccountID("one"))
    #expect(affinity.owner(of: key("a"), at: start + 86_400) == nil)
  }

  @Test("another account becomes the owner only when the owner cannot serve")
  func ownership() {
    var affinity = Affinity()
    affinity.note(key("a"), servedBy: AccountID("one"), ownerCanServe: true, at: start)

    affinity.note(key("a"), servedBy: AccountID("two"), ownerCanServe: true, at: start + 1)
    #expect(affinity.owner(of: key("a"), at: start + 1) == AccountID("one"))

    affinity.note(key("a"), servedBy: AccountID("two"), ownerCanServe: false, at: start + 2)
    #expect(affinity.owner(of: key("a"), at: start + 2) == AccountID("two"))
  }

  @Test("deleting an account forgets its conversations and shifts no other")
  func deleted() {
    var affinity = Affinity()
    for name in ["one", "two", "three"] {
      affinity.note(key(name), servedBy: AccountID(name), ownerCanServe: true, at: start)
    }

    affinity.keep(only: [AccountID("one"), AccountID("three")])

    let owners = ["one", "two", "three"].map { affinity.owner(of: key($0), at: start)?.text }
    #expect(owners == ["one", nil, "three"])
  }

  @Test("the table is bounded: what was not used for longest goes first")
  func bounded() {
    var affinity = Affinity(capacity: 100)
    for number in 0..<250 {
      affinity.note(
        key("\(number)"), servedBy: AccountID("one"), ownerCanServe: true,
        at: start + Double(number))
    }

    #expect(affinity.records.count <= 100)
    #expect(affinity.owner(of: key("249"), at: start + 250) == AccountID("one"))
    #expect(affinity.owner(of: key("100"), at: start + 250) == nil)
  }

  @Test("what was kept on disk comes back, and never over what is newer")
  func restored() {
    var first = Affinity()
    first.note(key("a"), servedBy: AccountID("one"), ownerCanServe: true, at: start)
    first.note(key("b"), servedBy: AccountID("one"), ownerCanServe: true, at: start)
    var second = Affinity()
    second.note(key("a"), servedBy: AccountID("two"), ownerCanServe: true, at: start + 9)

    second.restore(first.records)

    #expect(second.owner(of: key("a"), at: start + 9) == AccountID("two"))
    #expect(second.owner(of: key("b"), at: start + 9) == AccountID("one"))
  }

  @Test("a turn's state goes back only to the account that gave it")
  func turnStates() {
    var states = TurnStates()
    states.learn(
      from: [HTTPField("X-Codex-Turn-State", "opaque")], of: AccountID("one"), at: start)

    #expect(states.belongs("opaque", to: AccountID("one"), at: start))
    #expect(!states.belongs("opaque", to: AccountID("two"), at: start))
    #expect(!states.belongs("never given", to: AccountID("one"), at: start))
  }
}
