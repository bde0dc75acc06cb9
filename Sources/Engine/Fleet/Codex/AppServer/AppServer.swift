import EngineCore
import Synchronization

/// A conversation with `codex app-server`: one JSON object a line, over standard input and output.
///
/// Anyone who starts it must `close()` it.
final class AppServer: Sendable {
  /// How long an ordinary request may take: every one was answered within 0.2 s, apart from the network.
  static let limit = Duration.seconds(20)

  /// What the server says by itself, in order; ends with the conversation. One reader.
  let notifications: AsyncStream<AppServerNotification>

  private let process: any ConversingProcess
  private let reportedHome = Mutex<String?>(nil)
  let time: any TimeSource
  private let calls = AppServerCalls()
  private let reading: Task<Void, Never>

  private init(_ process: any ConversingProcess, time: any TimeSource) {
    self.process = process
    self.time = time
    let (stream, continuation) = AsyncStream<AppServerNotification>.makeStream(
      bufferingPolicy: .bufferingNewest(256))
    notifications = stream
    reading = Task(name: "app-server reader") { [calls] in
      await Self.read(process, calls, continuation)
    }
  }

  deinit {
    reading.cancel()
  }

  /// Starts a server and introduces swop.
  ///
  /// - Parameters:
  ///   - home: codex and its home.
  ///   - runner: starts it.
  ///   - time: the clock.
  ///   - limit: how long it may take to answer.
  ///   - started: called once, right after the process exists.
  /// - Returns: The server.
  /// - Throws: `AppServerError`; nothing is left running then.
  static func start(
    _ home: CodexHome, runner: any ProcessRunner, time: any TimeSource,
    limit: Duration = AppServer.limit, started: (ProcessIdentity) -> Void = { _ in }
  ) async throws(AppServerError) -> AppServer {
    let process: any ConversingProcess
    do {
      process = try runner.start(home.command(["app-server"]))
    } catch {
      throw .notStarted(error)
    }
    started(process.identity)
    let server = AppServer(process, time: time)
    do {
      let client: JSONValue = ["name": "swop", "title": "swop", "version": "1"]
      let answer = try await server.request(
        "initialize", ["clientInfo": client], limit: limit)
      server.reportedHome.withLock { $0 = answer["codexHome"]?.text }
      try await server.notify("initialized")
      return server
    } catch {
      await server.close()
      throw error
    }
  }

  /// The `CODEX_HOME` that the server says it works in, nil if it does not say.
  var home: FilePath? { reportedHome.withLock { $0 }.map { FilePath($0) } }

  /// Asks and waits for the answer.
  ///
  /// - Parameters:
  ///   - method: for example `account/read`.
  ///   - parameters: its content, nil for none.
  ///   - limit: how long to wait.
  /// - Returns: The result.
  /// - Throws: `AppServerError`.
  func request(
    _ method: String, _ parameters: JSONValue? = nil, limit: Duration = AppServer.limit
  ) async throws(AppServerError) -> JSONValue {
    let id = calls.number()
    var message: JSONValue = ["id": .number(String(id)), "method": .string(method)]
    if let parameters { message["params"] = parameters }
    let line = JSONWriter.line(message)
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { answer in
        calls.wait(id, method, answer) { send(line, id, limit) }
      }
    } onCancel: {
      calls.answer(id) { _ in .failure(.cancelled) }
    }
    return try answer.get()
  }

  /// Sends a request that is on the table, then watches the clock until it is answered.
  private func send(_ line: String, _ id: Int, _ limit: Duration) -> Task<Void, Never> {
    Task(name: "app-server request") { [calls, time, process] in
      do {
        try await process.write(line: line)
      } catch {
        return calls.answer(id) { .failure(.ended(method: $0)) }
      }
      do {
        try await time.sleep(for: limit)
      } catch {
        return
      }
      let seconds = Double(limit.components.seconds)
      calls.answer(id) { .failure(.timedOut(method: $0, seconds: seconds)) }
    }
  }

  /// Says something that needs no answer.
  func notify(_ method: String) async throws(AppServerError) {
    do {
      try await process.write(line: JSONWriter.line(["method": .string(method)]))
    } catch {
      throw .ended(method: method)
    }
  }

  /// Ends the conversation and the server, by force after two seconds; also in a cancelled task.
  func close() async {
    let process = process
    await Task(name: "app-server close") { await process.finish(grace: .seconds(2)) }.value
    reading.cancel()
    calls.end()
  }

  private static func read(
    _ process: any ConversingProcess, _ calls: AppServerCalls,
    _ notifications: AsyncStream<AppServerNotification>.Continuation
  ) async {
    // A line that is no JSON is codex's own trouble (a warning, say), and no reason to end.
    while let line = (try? await process.readLine()) ?? nil {
      guard let message = try? JSONReader.value(in: Array(line.utf8)) else { continue }
      if let method = message["method"]?.text {
        // Requests of the server carry an id as well; swop offers nothing that it could ask for.
        guard message["id"] == nil else { continue }
        notifications.yield(
          AppServerNotification(method: method, parameters: message["params"] ?? .null))
      } else if let id = message["id"]?.integer {
        calls.answer(id) { answer(message, to: $0) }
      }
    }
    calls.end()
    notifications.finish()
  }

  private static func answer(_ message: JSONValue, to method: String) -> AppServerCalls.Answer {
    if let result = message["result"] { return .success(result) }
    guard let error = message["error"], let number = error["code"]?.integer else {
      return .failure(.unreadable(method: method))
    }
    let text = error["message"]?.text ?? ""
    if number == -32601 || text.contains("unknown variant `\(method)`") {
      return .failure(.unsupported(method: method))
    }
    return .failure(
      .refused(method: method, number: number, detail: PlainSentence.clause(text)))
  }
}

/// Something the app-server says by itself.
struct AppServerNotification: Hashable, Sendable {
  /// What it is about, for example `account/login/completed`.
  let method: String
  /// Its content.
  let parameters: JSONValue
}

/// The requests that wait for an answer. Every way out of a request takes it off the table.
final class AppServerCalls: Sendable {
  typealias Answer = Result<JSONValue, AppServerError>

  private struct Call {
    let method: String
    let answer: CheckedContinuation<Answer, Never>
    let work: Task<Void, Never>
  }

  private struct State {
    var nextID = 1
    var waiting: [Int: Call] = [:]
    var hasEnded = false
  }

  private let state = Mutex(State())

  /// How many requests wait now.
  var count: Int { state.withLock { $0.waiting.count } }

  /// A number for the next request.
  func number() -> Int {
    state.withLock { state in
      defer { state.nextID += 1 }
      return state.nextID
    }
  }

  /// Puts a request on the table together with `work`, which sends it and watches the clock; the answer
  /// ends it. A request after the end, or of a cancelled task, is answered at once.
  func wait(
    _ id: Int, _ method: String, _ answer: CheckedContinuation<Answer, Never>,
    work: () -> Task<Void, Never>
  ) {
    let refusal = state.withLock { state -> AppServerError? in
      if state.hasEnded { return .ended(method: method) }
      if Task.isCancelled { return .cancelled }
      // Started under the lock: an answer can only come to a call that knows its work.
      state.waiting[id] = Call(method: method, answer: answer, work: work())
      return nil
    }
    if let refusal { answer.resume(returning: .failure(refusal)) }
  }

  /// Answers a request; one that is no longer on the table is passed over.
  func answer(_ id: Int, _ result: (_ method: String) -> Answer) {
    guard let call = state.withLock({ $0.waiting.removeValue(forKey: id) }) else { return }
    call.work.cancel()
    call.answer.resume(returning: result(call.method))
  }

  /// Answers everything that still waits: the other side is gone.
  func end() {
    let calls = state.withLock { state in
      state.hasEnded = true
      defer { state.waiting = [:] }
      return Array(state.waiting.values)
    }
    for call in calls {
      call.work.cancel()
      call.answer.resume(returning: .failure(.ended(method: call.method)))
    }
  }
}
