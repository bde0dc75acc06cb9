import EngineCore

/// Shows on a terminal that something takes long: nothing for the first 200 ms, then a spinner with a
/// verb, which is gone when it is done.
struct Progress: Sendable {
  private let verb: String
  private let sink: TextSink
  private let isShown: Bool
  private let glyphs: GlyphSet
  private let time: any TimeSource

  /// Progress of one command.
  ///
  /// - Parameters:
  ///   - verb: what happens, for example `reading quotas`.
  ///   - invocation: where to show it.
  init(_ verb: String, in invocation: Invocation) {
    self.verb = verb
    sink = invocation.environment.errors
    isShown = invocation.environment.canRedraw(sink)
    glyphs = invocation.errorScreen.glyphs
    time = invocation.environment.time
  }

  /// Runs an operation and shows that it runs.
  func during<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    guard isShown else { return try await operation() }
    return try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await operation() }
      group.addTask {
        await spin()
        return nil
      }
      defer { group.cancelAll() }
      while let value = try await group.next() {
        guard let value else { continue }
        group.cancelAll()
        // The spinner has erased itself once its task is over.
        while try await group.next() != nil {}
        return value
      }
      throw CancellationError()
    }
  }

  private func spin() async {
    var hasDrawn = false
    defer { if hasDrawn { sink.write("\r\u{1B}[K") } }
    do {
      try await time.sleep(for: .milliseconds(200))
      var frame = 0
      while true {
        hasDrawn = true
        sink.write("\r\(glyphs.spinner[frame % glyphs.spinner.count]) \(verb)\u{1B}[K")
        frame += 1
        try await time.sleep(for: .milliseconds(100))
      }
    } catch {
      // Cancelled: the operation is over.
    }
  }
}

/// Lines at the end of a terminal that are drawn over in place: one write a frame, no clearing of what
/// stays, so that nothing flickers.
struct LiveRegion: Sendable {
  private var height = 0

  /// Nothing drawn yet.
  init() {}

  /// What to write so that the region shows these lines.
  ///
  /// - Parameters:
  ///   - lines: lines that fit the terminal's width.
  ///   - rows: the terminal's height; what does not fit is left out at the end.
  /// - Returns: Text with cursor movements.
  mutating func frame(_ lines: [String], rows: Int?) -> String {
    let shown = rows.map { Array(lines.prefix(max(1, $0 - 1))) } ?? lines
    var text = height > 0 ? "\u{1B}[\(height)A\r" : ""
    for line in shown { text += line + "\u{1B}[K\n" }
    text += "\u{1B}[J"
    height = shown.count
    return text
  }
}
