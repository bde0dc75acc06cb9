import EngineCore
import EngineHTTP
import EngineProxyPolicy

/// An open WebSocket between a client and an account: passes every frame on as it is and reads along to
/// learn, until a turn fails before it has output, or one side ends.
actor SocketSession {
  private nonisolated let tools: RelayTools
  private let number: RequestNumber
  private let stream: ByteStream
  private let tunnel: ClientTunnel
  private var fromClient = WebSocketScan(isMasked: true)
  private var fromBackend = WebSocketScan(isMasked: false)
  /// The backend's message that passes unread.
  private var longEvent = StreamEvent.output
  private var isInTurn = false
  private var hasOutput = false
  private var isDraining = false
  private var heardAt = Duration.zero

  nonisolated var unownedExecutor: UnownedSerialExecutor {
    tools.loop.asUnownedSerialExecutor()
  }

  /// A session over two open connections, which end with it.
  init(tools: RelayTools, number: RequestNumber, stream: ByteStream, tunnel: ClientTunnel) {
    self.tools = tools
    self.number = number
    self.stream = stream
    self.tunnel = tunnel
  }

  /// Runs until one side ends; then both are closed.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.passToBackend() }
      group.addTask { await self.passToClient() }
      await group.next()
      await close()
      group.cancelAll()
    }
  }

  /// Ends when the turn under way ends, at once if there is none.
  func drain() async {
    isDraining = true
    if !isInTurn { await close() }
  }

  /// Ends now, in the middle of a turn too.
  func end() async {
    isInTurn = false
    await close()
  }

  private func close() async {
    await tunnel.close()
    await stream.close()
  }

  private var time: any TimeSource { tools.desk.surroundings.time }

  // MARK: - From the client

  private func passToBackend() async {
    // Either side's failure ends the session; there is no one to tell.
    while let bytes = try? await stream.read() {
      for piece in fromClient.take(bytes) {
        switch piece {
        case .text(let data, let raw):
          if StreamEvent.beginsTurn(data[...]) { await beginTurn() }
          guard await send(raw) else { return }
        case .long(_, let raw):
          // Nothing else of a client's is so long.
          await beginTurn()
          guard await send(raw) else { return }
        case .longEnd: break
        case .other(let raw), .close(let raw), .invalid(let raw):
          guard await send(raw) else { return }
        }
      }
    }
  }

  private func beginTurn() async {
    isInTurn = true
    hasOutput = false
    heardAt = time.uptime()
    await tools.desk.turnBegan(number)
  }

  private func send(_ bytes: [UInt8]) async -> Bool {
    (try? await tunnel.write(bytes)) != nil
  }

  // MARK: - From the backend

  private func passToClient() async {
    while true {
      let bytes: [UInt8]?
      do throws(HTTPError) {
        bytes = try await tunnel.read(limit: patience)
      } catch {
        if error.isTimeout {
          guard isSilent else { continue }
          return await broke(.stalled)
        }
        return await broke(.cut)
      }
      guard let bytes else { return await broke(.cut) }
      heardAt = time.uptime()
      for piece in fromBackend.take(bytes) {
        guard await pass(piece) else { return }
      }
    }
  }

  /// A turn may begin while this waits, so that silence is looked for four times within its limit.
  private var patience: Duration? { tools.settings.limits.stall.map { $0 / 4 } }

  private var isSilent: Bool {
    guard isInTurn, let limit = tools.settings.limits.stall else { return false }
    return time.uptime() - heardAt >= limit
  }

  /// Passes a piece on.
  ///
  /// - Returns: Whether the session goes on.
  private func pass(_ piece: WebSocketScan.Piece) async -> Bool {
    switch piece {
    case .text(let data, let raw):
      return await pass(StreamEvent(data: data[...], at: time.now()), raw)
    case .long(let beginning, let raw):
      // It cannot be held back until it is whole.
      longEvent = StreamEvent(beginning: beginning[...])
      return await pass(.output, raw)
    case .longEnd: return longEvent == .end ? await endTurn([], isSuccess: true) : true
    case .other(let raw), .invalid(let raw): return await write(raw)
    case .close(let raw):
      _ = await write(raw)
      await stream.finishWriting()
      await broke(.cut)
      return false
    }
  }

  private func pass(_ event: StreamEvent, _ raw: [UInt8]) async -> Bool {
    switch event {
    case .greeting: break
    case .limits(let reading):
      if let account = await tools.desk.account(of: number) {
        await tools.desk.learn(reading, of: account)
      }
    case .failure(let failure):
      let decision = await tools.desk.report(.failedInStream(failure), of: number)
      // Swallowed: codex takes a closed socket as a reason to ask again, with everything.
      guard decision.step == .stream else { return false }
      return await endTurn(raw, isSuccess: false)
    case .end:
      await beginOutput()
      return await endTurn(raw, isSuccess: true)
    case .output: await beginOutput()
    }
    return await write(raw)
  }

  private func beginOutput() async {
    guard !hasOutput else { return }
    hasOutput = true
    await tools.desk.outputBegan(number)
  }

  private func endTurn(_ raw: [UInt8], isSuccess: Bool) async -> Bool {
    isInTurn = false
    await tools.desk.turnEnded(number, isSuccess: isSuccess)
    guard await write(raw) else { return false }
    guard isDraining else { return true }
    await stream.finishWriting()
    return false
  }

  private func write(_ bytes: [UInt8]) async -> Bool {
    let limit = tools.settings.server.writeStallLimit
    return (try? await stream.write(bytes, limit: limit)) != nil
  }

  /// The backend's part has ended; only in the middle of a turn does that say something.
  private func broke(_ outcome: UpstreamOutcome) async {
    guard isInTurn else { return }
    isInTurn = false
    _ = await tools.desk.report(outcome, of: number)
  }
}
