import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Ways to reach a person")
struct SenderTests {
  private let notice = Notice(.blocked, label: "my \"lab\"", message: "The server refuses it.")

  @Test("the desktop's own tool gets the words as arguments")
  func desktop() async throws {
    let folder = try TemporaryFolder()
    let files = DiskFileSystem()
    for name in ["notify-send", "osascript"] {
      try files.replace(folder / name, with: Data("x".utf8), mode: FileMode(bits: 0o755))
    }
    let runner = ScriptedProcessRunner(run: { _ in
      .success(ProcessOutput(end: .exited(0), standardOutput: [], standardError: []))
    })
    let sender = DesktopSender(
      processes: runner, files: files, environment: ProcessEnvironment(["PATH": folder.path.text]))

    let problem = await sender.send(notice)

    #expect(problem == nil)
    let command = try #require(runner.commands.first)
    #expect(command.executable.parent == folder.path)
    #expect(command.arguments.suffix(2) == ["swop", "The server refuses it."])
  }

  @Test("a machine without the tool, and a tool that fails, are one sentence each")
  func noDesktop() async throws {
    let folder = try TemporaryFolder()
    let sender = DesktopSender(
      processes: ScriptedProcessRunner(), files: DiskFileSystem(),
      environment: ProcessEnvironment(["PATH": folder.path.text]))

    #expect(await sender.send(notice)?.hasSuffix("is not installed.") == true)
  }

  @Test("the webhook gets one object, and its address is in no sentence")
  func webhook() async throws {
    let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))
    let good = ScriptedHTTPTransport { _ in .success(HTTPResponse(status: 204)) }
    let bad = ScriptedHTTPTransport { _ in .success(HTTPResponse(status: 410)) }
    let address = Redacted("https://hooks.example/secret-path")

    let sent = await WebhookSender(to: address, transport: good, time: time).send(notice)
    let refused = await WebhookSender(to: address, transport: bad, time: time).send(notice)

    #expect(sent == nil)
    #expect(refused == "The webhook answered 410 to a notice.")
    let request = try #require(good.requests.first)
    #expect(request.url == address.reveal() && request.method == "POST")
    let body = try JSONDecoder().decode(
      [String: AnyText].self, from: request.body?.reveal() ?? Data())
    #expect(
      body.mapValues(\.text) == [
        "schema_version": "1", "kind": "blocked", "account": "my \"lab\"",
        "message": "The server refuses it.", "text": "swop: The server refuses it.",
        "at": "2027-01-15T08:00:00Z",
      ])
  }

  @Test("docs/notices.md has every kind, and the object that is sent")
  func documented() async throws {
    let path = FilePath(#filePath).parent.parent.parent.parent / "docs" / "notices.md"
    let page = String(decoding: try DiskFileSystem().read(path), as: UTF8.self)
    let transport = ScriptedHTTPTransport { _ in .success(HTTPResponse(status: 204)) }
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    let account = WatchedAccount(
      id: AccountID("w"), label: "work", state: .unknown, bankedResetsEnd: [now + 86_400])
    let steps = NoticeRules.steps(for: [account], at: now, in: .gmt)
    guard case .raise(_, let notice)? = steps.first else {
      Issue.record("nothing is told")
      return
    }

    _ = await WebhookSender(
      to: Redacted("https://hooks.example"), transport: transport, time: ManualTimeSource(now)
    ).send(notice)

    let rows = page.split(separator: "\n").filter {
      $0.hasPrefix("| `") && !$0.hasPrefix("| `kind`")
    }
    #expect(
      rows.compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
        == Notice.Kind.allCases.map(\.rawValue))
    let example = try #require(page.split(separator: "```json").last?.split(separator: "```").first)
    let sent = try #require(transport.requests.first?.body?.reveal())
    #expect(
      try JSONDecoder().decode([String: AnyText].self, from: Data(example.utf8)).mapValues(\.text)
        == JSONDecoder().decode([String: AnyText].self, from: sent).mapValues(\.text))
  }
}

/// A JSON text or number, as text.
private struct AnyText: Decodable {
  let text: String

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    text = try (try? container.decode(String.self)) ?? "\(container.decode(Int.self))"
  }
}
