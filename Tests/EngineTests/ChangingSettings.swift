import EngineCore
import Synchronization

/// Settings that a test changes, or breaks.
final class ChangingSettings: SettingsSource {
  private struct State {
    var settings = Settings()
    var isBroken = false
    var watchers: [Int: @Sendable () -> Void] = [:]
    var count = 0
  }

  private let state = Mutex(State())
  private let (arrivals, arrived) = AsyncStream<Void>.makeStream()

  func now() throws(SettingsError) -> Settings {
    let (settings, isBroken) = state.withLock { ($0.settings, $0.isBroken) }
    guard !isBroken else { throw .tooLarge(path: "config.json", limit: 1) }
    return settings
  }

  func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    let number = state.withLock { state in
      state.count += 1
      state.watchers[state.count] = changed
      return state.count
    }
    arrived.yield()
    return { [weak self] in self?.state.withLock { $0.watchers[number] = nil } }
  }

  /// How many want to be told.
  var watchers: Int { state.withLock { $0.watchers.count } }

  /// Waits until somebody wants to be told.
  func isWatched() async {
    var iterator = arrivals.makeAsyncIterator()
    await iterator.next()
  }

  /// Changes the settings and tells whoever wants to know.
  func change(_ change: (inout Settings) -> Void) {
    let watchers = state.withLock { state in
      change(&state.settings)
      return Array(state.watchers.values)
    }
    for watcher in watchers { watcher() }
  }

  /// Lets the file be broken from now on.
  func breakFile() { state.withLock { $0.isBroken = true } }
}
