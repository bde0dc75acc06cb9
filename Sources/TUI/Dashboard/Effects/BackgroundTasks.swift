import Synchronization

/// The tasks of the dashboard, which end with it.
final class BackgroundTasks: Sendable {
  private struct Content {
    var tasks: [Int: Task<Void, Never>] = [:]
    var endings: [@Sendable () -> Void] = []
    var lastNumber = 0
    var isOver = false
  }

  private let content = Mutex(Content())

  /// Starts a task that is cancelled at the end.
  func start(_ name: String, _ body: @escaping @Sendable () async -> Void) {
    content.withLock { content in
      guard !content.isOver else { return }
      content.lastNumber += 1
      let number = content.lastNumber
      content.tasks[number] = Task(name: name) {
        await body()
        self.end(number)
      }
    }
  }

  /// Notes what to call at the end.
  func add(_ ending: @escaping @Sendable () -> Void) {
    content.withLock { $0.endings.append(ending) }
  }

  /// Ends everything.
  func stop() {
    let (tasks, endings) = content.withLock { content in
      defer { content = Content(isOver: true) }
      return (content.tasks, content.endings)
    }
    for ending in endings { ending() }
    for task in tasks.values { task.cancel() }
  }

  private func end(_ number: Int) {
    _ = content.withLock { $0.tasks.removeValue(forKey: number) }
  }
}
