import Engine
import EngineCore
import EnginePlatform

/// The settings of the file and of this process's variables.
struct WatchedSettings: SettingsSource {
  let store: SettingsStore
  let variables: ProcessEnvironment
  let files: any FileSystem
  /// The user's home folder.
  let home: FilePath

  func now() throws(SettingsError) -> Settings {
    try SettingsResolution(file: store.load(), environment: variables, home: home).settings
  }

  func watch(_ changed: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    // Someone may keep the file elsewhere and link it here.
    let places = [store.path, try? files.resolve(store.path)].compactMap(\.self)
    let watch = FolderWatch(
      places.map(\.parent), names: Set(places.map(\.name)), changed: changed)
    return { watch?.stop() }
  }
}
