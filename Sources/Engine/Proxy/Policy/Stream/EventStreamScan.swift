package import EngineCore

/// Reads along in an event stream without changing a byte of it. Greetings are held back until the
/// first real event, so that a failure that comes instead of it can still move the request.
package struct EventStreamScan: Hashable, Sendable {
  /// What to do with the bytes that came.
  package enum Verdict: Hashable, Sendable {
    /// Nothing is passed on yet.
    case hold
    /// Pass these on: what was held and what came.
    case pass([UInt8])
    /// The first real event is a failure; nothing was passed on.
    case failed(StreamFailure)
  }

  /// More than this is never held, in bytes.
  static let holdLimit = 64 << 10
  /// Of a longer event only the beginning is read, in bytes; it passes all the same.
  static let eventLimit = 256 << 10

  /// Whether bytes were passed on.
  package private(set) var hasPassed = false
  /// Whether the stream said that it is at its end.
  package private(set) var hasEnded = false
  /// The newest reading that an event told.
  package private(set) var reading: QuotaReading?
  /// A failure that came after output: it is passed on, and yet says something about the account.
  package private(set) var lateFailure: StreamFailure?

  private var held: [UInt8] = []
  private var line: [UInt8] = []
  private var data: [UInt8] = []
  private var isTooLong = false
  private var endsInReturn = false
  private var isAtBoundary = true

  /// A stream of which nothing has come. One that is not to be held passes at once.
  package init(holds: Bool = true) {
    hasPassed = !holds
  }

  /// Takes the bytes that came.
  package mutating func take(_ bytes: [UInt8], at now: Date) -> Verdict {
    var hasOutput = false
    for byte in bytes {
      guard let event = event(afterTaking: byte, at: now) else { continue }
      switch event {
      case .greeting: break
      case .limits(let news): reading = news
      case .failure(let failure):
        if !hasPassed && !hasOutput { return .failed(failure) }
        (lateFailure, hasEnded, hasOutput) = (failure, true, true)
      case .end: (hasEnded, hasOutput) = (true, true)
      case .output: hasOutput = true
      }
    }
    if hasPassed { return .pass(bytes) }
    held += bytes
    return hasOutput || isTooLong || held.count > Self.holdLimit ? .pass(release()) : .hold
  }

  /// Gives up holding: the request cannot move any more, or has waited long enough.
  package mutating func release() -> [UInt8] {
    hasPassed = true
    defer { held = [] }
    return held
  }

  /// The bytes that end a stream which broke off or fell silent, so that codex asks again: an event is
  /// closed if one is open, then the turn fails with a word that codex does not know as final.
  package func ending(code: String, message: String) -> [UInt8] {
    let event = LocalAnswer.streamEnd(code: code, message: message)
    return Array(((isAtBoundary ? "" : "\n\n") + event).utf8)
  }

  // MARK: - Lines and events

  /// The event that `byte` completes, if it does. Lines end in LF, CR or both.
  private mutating func event(afterTaking byte: UInt8, at now: Date) -> StreamEvent? {
    let isSecondHalf = endsInReturn && byte == UInt8(ascii: "\n")
    endsInReturn = byte == UInt8(ascii: "\r")
    if isSecondHalf { return nil }
    guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
      isAtBoundary = false
      if line.count + data.count < Self.eventLimit { line.append(byte) } else { isTooLong = true }
      return nil
    }
    guard line.isEmpty else {
      takeLine()
      return nil
    }
    isAtBoundary = true
    defer {
      data.removeAll(keepingCapacity: true)
      isTooLong = false
    }
    if isTooLong { return StreamEvent(beginning: data[...]) }
    return data.isEmpty ? nil : StreamEvent(data: data[...], at: now)
  }

  private mutating func takeLine() {
    defer { line.removeAll(keepingCapacity: true) }
    let name = Array("data:".utf8)
    guard line.starts(with: name) else { return }
    let value = line.dropFirst(name.count)
    if !data.isEmpty { data.append(UInt8(ascii: "\n")) }
    data += value.first == UInt8(ascii: " ") ? value.dropFirst() : value
  }
}
