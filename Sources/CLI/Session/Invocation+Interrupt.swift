/// What ended a race between an operation and Ctrl-C.
private enum Finish<Value: Sendable>: Sendable {
  case done(Value)
  case interrupted
  case stopped
}

extension Invocation {
  /// Runs an operation that Ctrl-C, TERM and HUP cancel.
  ///
  /// - Returns: What the operation returned. If it was done in spite of the wish to end, that counts.
  /// - Throws: `Interrupted` once the cancelled operation has put things right; what it throws otherwise.
  package func interruptible<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let wait = environment.waitForInterrupt
    return try await withThrowingTaskGroup(of: Finish<Value>.self) { group in
      group.addTask { .done(try await operation()) }
      group.addTask { await wait() ? .interrupted : .stopped }
      var wasInterrupted = false
      do {
        for try await finish in group {
          switch finish {
          case .done(let value):
            group.cancelAll()
            return value
          case .interrupted:
            wasInterrupted = true
            group.cancelAll()
          case .stopped: break
          }
        }
      } catch {
        group.cancelAll()
        throw wasInterrupted ? Interrupted() : error
      }
      throw Interrupted()
    }
  }
}
