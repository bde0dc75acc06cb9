import Engine
import EngineCore
import EngineStandin

/// Lets the samples live: a few people work through the real rotation proxy, one works directly, and what
/// that costs is read now and then.
struct DemoTraffic: Sendable {
  let standin: Standin
  let fleet: Fleet
  let http: any HTTPTransport
  let time: any TimeSource

  /// So long a step takes.
  private static let step = Duration.seconds(3)
  /// So many conversations go through the proxy, one turn each in as many steps.
  private static let conversations = 3
  /// The answer to a turn: seven seconds of pieces, so that there is always one under way.
  private static let answer = Behaviour(.drip(deltas: 10, milliseconds: 700), on: .responses)
  /// A server asks for patience after so many steps, and the turn moves to another account.
  private static let stepsToRefusal = 8
  private static let refusal = Behaviour(
    .slowDown(retryAfterSeconds: 9), on: .responses, times: 1)
  /// The quota is read after so many steps: anyone who watches sees the bars move, and other events too.
  private static let stepsToReading = 4

  /// Works until the task is cancelled; the proxy drains then.
  func run() async {
    let proxy = Task(name: "demo proxy") { [fleet] in
      // Without a proxy the demo is quieter, nothing more.
      try? await fleet.serveProxy(port: nil, keeper: .foreground, say: { _ in })
    }
    await withTaskCancellationHandler {
      await work()
    } onCancel: {
      proxy.cancel()
    }
    await proxy.value
  }

  private func work() async {
    for account in DemoSeeds.accounts { await standin.script(Self.answer, for: account.name) }
    let token = try? await fleet.issueClientToken(named: "demo")
    await withDiscardingTaskGroup { turns in
      var turn = 0
      while (try? await time.sleep(for: Self.step)) != nil {
        turn += 1
        if turn % Self.stepsToRefusal == 2 { await standin.script(Self.refusal, for: nil) }
        if let token, let record = await fleet.proxyRecord() {
          turns.addTask { [turn] in await ask(turn, record.ports.providerURL, token) }
        }
        await standin.update { state, now in
          state.use(0.4, by: DemoSeeds.inUse, at: now)
          state.use(0.3, by: DemoSeeds.slow, at: now)
        }
        if turn % Self.stepsToReading == 1 { await read([DemoSeeds.inUse, DemoSeeds.slow]) }
      }
    }
  }

  /// One turn of a conversation through the proxy, which chooses the account.
  private func ask(_ turn: Int, _ address: String, _ token: Redacted<String>) async {
    let conversation = "demo-\(turn % Self.conversations)"
    let body = #"{"model":"gpt-5","stream":true,"input":"step \#(turn)"}"#
    let request = HTTPRequest(
      method: "POST", url: address + "/responses",
      headers: [
        HTTPField("authorization", "Bearer " + token.reveal()),
        HTTPField("content-type", "application/json"),
        HTTPField("thread-id", conversation), HTTPField("session-id", conversation),
      ], body: Data(body.utf8))
    // An answer that does not come is what the panel shows as failed.
    _ = try? await http.send(request)
  }

  /// A reading that fails is read again with the next step.
  private func read(_ names: [String]) async {
    let snapshot = try? await fleet.snapshot(refresh: false)
    let ids = (snapshot?.accounts ?? []).filter { names.contains($0.account.label.text) }.map(\.id)
    _ = try? await fleet.readQuota(of: Set(ids), limit: .seconds(5))
  }
}
