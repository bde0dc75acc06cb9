import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("swop's own exports")
struct ExportTests {
  private let now = Date(timeIntervalSince1970: 1_800_000_000)
  private let fixture = SignInFixture()
  private let sealer = SodiumSealer()

  @Test("an export in the open comes back as it went out")
  func plainRoundTrip() throws {
    let beside: JSONValue = ["prefix": "team-a"]
    let accounts = [
      try account("work"), try account("off", isEnabled: false, beside: beside),
      ExportedAccount(
        label: "api", isEnabled: true, email: nil, file: AuthFile(apiKey: Redacted("sk-test")),
        beside: nil),
    ]

    let data = ExportDocument.data(ExportDocument.open(accounts, at: now))
    let signIns = try open(data)

    #expect(signIns.map(\.name) == ["work", "off", "api"])
    #expect(signIns.map(\.isEnabled) == [true, false, true])
    #expect(signIns.map(\.beside) == [nil, Redacted(beside), nil])
    #expect(signIns.map(\.content) == accounts.map { .whole($0.file.withoutExtras) })
  }

  @Test("an encrypted export opens with its passphrase, and shows nothing without")
  func sealedRoundTrip() throws {
    let sealed = try seal([try account("work")], "correct horse")

    let text = String(decoding: sealed.data, as: UTF8.self)
    let signIns = try reopened(sealed.data).records(
      passphrase: Redacted("correct horse"), sealer: sealer
    ).map { try $0.get() }

    #expect(signIns.map(\.name) == ["work"])
    #expect(signIns.map(\.content) == [.whole(try AuthFile(fixture.data).withoutExtras)])
    for secret in [fixture.refreshToken, fixture.email, "work", fixture.idToken] {
      #expect(!text.contains(secret))
    }
  }

  @Test("the same accounts and passphrase never give the same bytes")
  func fresh() throws {
    let accounts = [try account("work")]
    let document = ExportDocument.open(accounts, at: now)
    let random = SystemRandom()
    let exports = try (0..<2).map { _ in
      try SealedExport(
        document, passphrase: Redacted("correct horse"), sealer: sealer, random: random,
        cost: TransferFixtures.cost)
    }

    #expect(exports[0].terms != exports[1].terms && exports[0].text != exports[1].text)
  }

  @Test("another passphrase does not open it", arguments: ["", "correct hors", "Correct horse"])
  func wrongPassphrase(passphrase: String) throws {
    let sealed = try seal([try account("work")], "correct horse")

    #expect(throws: SealingError.wrongKey) {
      try reopened(sealed.data).records(passphrase: Redacted(passphrase), sealer: sealer)
    }
  }

  @Test("whatever is changed of it, it does not open, and no part of it is believed")
  func tampered() throws {
    let sealed = try seal([try account("work")], "correct horse")
    let document = try JSONReader.value(in: Array(sealed.data))
    let changes: [(String, JSONValue)] = [
      ("memory", 16_384), ("passes", 2), ("salt", .string(base64(16))),
      ("nonce", .string(base64(24))), ("text", .string(base64(200))), ("text", .string("")),
    ]

    for (name, value) in changes {
      var changed = document
      var seal = try #require(changed["sealed"])
      seal[name] = value
      changed["sealed"] = seal
      let data = Data(JSONWriter.line(changed).utf8)
      #expect(throws: SealingError.wrongKey, "\(name)") {
        try reopened(data).records(passphrase: Redacted("correct horse"), sealer: sealer)
      }
    }
  }

  @Test("every single changed byte of the sealed text is noticed")
  func everyByte() throws {
    let sealed = try seal([try account("work")], "correct horse")
    for index in stride(from: 0, to: sealed.text.count, by: 97) {
      var text = sealed.text
      text[index] ^= 1
      #expect(throws: SealingError.wrongKey) {
        try sealer.open(
          text, with: Redacted(Array("correct horse".utf8)), terms: sealed.terms, header: [])
      }
    }
  }

  @Test(
    "terms that would take the machine, or are none, are refused before anything is derived",
    arguments: [
      ("memory", JSONValue.number("99999999999")), ("memory", 1), ("passes", 0),
      ("passes", 1_000_000), ("salt", "AAAA"), ("nonce", "AAAA"),
    ])
  func terms(name: String, value: JSONValue) throws {
    let sealed = try seal([try account("work")], "correct horse")
    var document = try JSONReader.value(in: Array(sealed.data))
    var seal = try #require(document["sealed"])
    seal[name] = value
    document["sealed"] = seal
    let flaw = #expect(throws: DocumentFlaw.self) {
      try reopened(Data(JSONWriter.line(document).utf8))
    }

    #expect(flaw?.clause == "its seal asks for more than swop grants")
  }

  @Test("a truncated export is one clause, wherever it is cut")
  func truncated() throws {
    let sealed = try seal([try account("work")], "correct horse")
    for length in stride(from: 0, to: sealed.data.count - 2, by: 61) {
      #expect(throws: DocumentFlaw.self) { try reopened(sealed.data.prefix(length)) }
    }
  }

  @Test("CLIProxyAPI's form goes out and comes back, with what stood beside it")
  func cpaRoundTrip() throws {
    let text = TransferFixtures.cpa(fixture, beside: #","prefix":"team-a","priority":3"#)
    let signIn = try #require(try open(Redacted(Data(text.utf8))).first)
    guard case .whole(let file) = signIn.content else { throw DocumentFlaw("pending") }

    let written = try #require(
      ExportDocument.cliProxyAPI(
        ExportedAccount(
          label: "x", isEnabled: true, email: nil, file: file, beside: signIn.beside)))

    let (before, after) = (
      try JSONReader.value(in: Array(text.utf8)), try JSONReader.value(in: Array(written.reveal()))
    )
    func sorted(_ value: JSONValue) -> [JSONValue.Member] {
      (value.members ?? []).sorted { $0.name < $1.name }
    }
    #expect(sorted(before) == sorted(after))
    #expect(try open(written).first?.content == signIn.content)
  }

  @Test("codex's form goes out and comes back")
  func codexRoundTrip() throws {
    let account = try account("work")

    let content = try open(ExportDocument.codex(account)).first?.content
    #expect(content == .whole(account.file.withoutExtras))
  }

  private func account(
    _ label: String, isEnabled: Bool = true, beside: JSONValue? = nil
  ) throws -> ExportedAccount {
    ExportedAccount(
      label: label, isEnabled: isEnabled, email: fixture.email, file: try AuthFile(fixture.data),
      beside: beside.map { Redacted($0) })
  }

  private func seal(_ accounts: [ExportedAccount], _ passphrase: String) throws -> SealedExport {
    try SealedExport(
      ExportDocument.open(accounts, at: now), passphrase: Redacted(passphrase), sealer: sealer,
      random: SeededRandom(), cost: TransferFixtures.cost)
  }

  private func reopened(_ data: Data) throws -> SealedExport {
    guard case .sealed(let export) = try ImportDocument(Array(data)) else {
      throw DocumentFlaw("it stands in the open")
    }
    return export
  }

  private func open(_ data: Redacted<Data>) throws -> [ImportableSignIn] {
    guard case .open(let records) = try ImportDocument(Array(data.reveal())) else { return [] }
    return try records.map { try $0.get() }
  }

  private func base64(_ count: Int) -> String {
    Data(repeating: 7, count: count).base64EncodedString()
  }
}
