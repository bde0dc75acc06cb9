import Dispatch
import EngineCore
import EnginePlatform
import Synchronization
import TestSupport

@testable import TUIKit

/// A screen and a keyboard in a test's hand: keys go in, frames come out.
final class FakeTerminal: Terminal, Sendable {
  /// A frame that never came.
  struct NotShown: Error, CustomStringConvertible {
    let last: String
    var description: String { "not shown; the screen is\n\(last)" }
  }

  private struct Watcher {
    let id: Int
    let isMeant: @Sendable (Frame) -> Bool
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct Content {
    var size: Size
    var isTaken = false
    var events: [TerminalEvent] = []
    var frames: [Frame] = []
    var frame: Frame? { frames.last }
    var watchers: [Watcher] = []
    var lastWatcher = 0
    var notes: [String] = []
  }

  private let content: Mutex<Content>
  private let time: ManualTimeSource
  private let bell = DispatchSemaphore(value: 0)

  /// Waits up to this are those between two frames: they cost no time of a test.
  private static let frame = Duration.milliseconds(17)

  init(_ size: Size, time: ManualTimeSource) {
    content = Mutex(Content(size: size))
    self.time = time
  }

  // MARK: - The test's side

  /// What was asked of the terminal beside frames, in order; `whole` is a frame of which every cell is drawn.
  var notes: [String] { content.withLock { $0.notes } }

  /// The frames that were shown.
  var frames: [Frame] { content.withLock { $0.frames } }

  /// Sends what a terminal sends.
  func send(_ events: [TerminalEvent]) {
    content.withLock { content in
      for case .resized(let size) in events { content.size = size }
      content.events += events
    }
    bell.signal()
  }

  /// Waits for a frame; cancelled with what is on the screen then.
  func see(_ isMeant: @escaping @Sendable (Frame) -> Bool) async throws {
    let id = content.withLock { content in
      content.lastWatcher += 1
      return content.lastWatcher
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let result: Result<Void, any Error>? = content.withLock { content in
          if content.frame.map(isMeant) == true { return .success(()) }
          if Task.isCancelled { return .failure(NotShown(last: content.frame?.text ?? "")) }
          content.watchers.append(
            Watcher(id: id, isMeant: isMeant, continuation: continuation))
          return nil
        }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      let (watcher, last) = content.withLock { content in
        let place = content.watchers.firstIndex { $0.id == id }
        return (place.map { content.watchers.remove(at: $0) }, content.frame?.text ?? "")
      }
      watcher?.continuation.resume(throwing: NotShown(last: last))
    }
  }

  // MARK: - The program's side

  /// As of a real one, the size is known when it is taken.
  var size: Size { content.withLock { $0.isTaken ? $0.size : Size(columns: 80, rows: 24) } }

  var waker: @Sendable () -> Void { { [bell] in bell.signal() } }

  func start() {
    content.withLock { $0.isTaken = true }
    note("start")
  }

  func stop() { note("stop") }

  func wait(atMost limit: Duration?) -> [TerminalEvent] {
    let events = take()
    guard events.isEmpty, limit != .zero else { return events }
    if let limit, limit <= Self.frame {
      time.advance(by: limit)
    } else {
      // The clock stands still: only a key, a message or the test's moving it go on from here.
      bell.wait()
    }
    return take()
  }

  func show(_ frame: Frame, _ look: Look, whole: Bool) {
    let seen = content.withLock { content in
      if whole { content.notes.append("whole") }
      content.frames.append(frame)
      let seen = content.watchers.filter { $0.isMeant(frame) }
      content.watchers.removeAll { watcher in seen.contains { $0.id == watcher.id } }
      return seen
    }
    for watcher in seen { watcher.continuation.resume() }
  }

  func lend(_ body: @escaping @Sendable () async -> Void) {
    note("lend")
    ThreadWait.value(of: body)
    note("back")
  }

  func suspend() { note("suspend") }

  func copy(_ text: String) -> CopyOutcome {
    note("copy \(text)")
    return .terminal
  }

  func beep() { note("beep") }

  private func note(_ words: String) { content.withLock { $0.notes.append(words) } }

  private func take() -> [TerminalEvent] {
    content.withLock { content in
      defer { content.events = [] }
      return content.events
    }
  }
}
