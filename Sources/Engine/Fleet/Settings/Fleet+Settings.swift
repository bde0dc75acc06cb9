package import EngineCore
import EngineProxy

/// Settings that change while this process runs.
extension Fleet {
  /// The settings that this engine goes by.
  package nonisolated var settings: Settings { configuration.settings }

  /// The engine of the settings that hold now: this one, or another with the same tokens. While the file is
  /// broken, the last good settings hold.
  package func current() -> Fleet {
    let latest = successor ?? self
    guard let wanted = try? configuration.settingsSource.now(), wanted != latest.settings else {
      return latest
    }
    var changed = configuration
    changed.settings = wanted
    let fleet = Fleet(changed, tokens: tokens)
    successor = fleet
    return fleet
  }

  /// Lets a proxy choose by the settings as they change, until the task is cancelled.
  func keepUpToDate(_ proxy: RotationProxy) async {
    let (changes, told) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let stop = configuration.settingsSource.watch { told.yield() }
    defer { stop() }
    for await _ in changes { await proxy.refreshPool() }
  }
}
