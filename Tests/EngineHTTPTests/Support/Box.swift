import Synchronization

/// A value that a handler leaves for its test.
final class Box<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }

  func update(_ change: (inout sending Value) -> Void) { state.withLock { change(&$0) } }
}
