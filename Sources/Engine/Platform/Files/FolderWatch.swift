import Dispatch
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tells when something in some folders changes, at no cost while nothing does.
///
/// Every change is told, but several may be told as one. Folders below are not looked into. Where files
/// are changed through memory maps, nothing is told; SQLite's log is written plainly.
package final class FolderWatch: Sendable {
  // Proof: Dispatch objects may be used from any thread; the library only does not say so in Swift.
  private nonisolated(unsafe) let sources: [any DispatchSourceProtocol]

  /// Watches folders; those that are missing are left out. Nil if nothing can be watched.
  ///
  /// - Parameters:
  ///   - folders: what to watch.
  ///   - names: the only entries whose changes matter, nil for all. Where the system does not say which entry
  ///     changed, changes of others are told as well.
  ///   - changed: called after a change, on a thread of the system's.
  package init?(
    _ folders: [FilePath], names: Set<String>? = nil, changed: @escaping @Sendable () -> Void
  ) {
    #if canImport(Glibc)
      let number = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
      guard number >= 0 else { return nil }
      let events = UInt32(
        IN_MODIFY | IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM)
      let watched = folders.filter { inotify_add_watch(number, $0.text, events) >= 0 }
      guard !watched.isEmpty else {
        _ = close(number)
        return nil
      }
      let source = DispatchSource.makeReadSource(fileDescriptor: number, queue: .global())
      source.setEventHandler {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        var matters = false
        while case let count = read(number, &buffer, buffer.count), count > 0 {
          // An event without a name says that others were lost.
          matters =
            matters
            || Self.names(in: buffer[..<count]).contains {
              $0.isEmpty || names?.contains($0) ?? true
            }
        }
        if matters { changed() }
      }
      source.setCancelHandler { _ = close(number) }
      source.activate()
      sources = [source]
    #else
      // A folder's own descriptor tells of entries, not of what is written into its files.
      let paths = folders.flatMap { [$0, $0 / "state.db-wal", $0 / "state.db"] }
      sources = paths.compactMap { Self.source(of: $0, changed: changed) }
      if sources.isEmpty { return nil }
    #endif
  }

  deinit { stop() }

  /// Stops watching. Twice is once.
  package func stop() {
    for source in sources { source.cancel() }
  }

  #if canImport(Glibc)
    /// The entries that events are about (inotify(7): a head of 16 bytes, the last four of which say how many
    /// bytes of a name follow, filled up with zeros).
    private static func names(in events: ArraySlice<UInt8>) -> [String] {
      let head = 16
      var names: [String] = []
      var rest = events
      while rest.count >= head {
        let length = rest.prefix(head).withUnsafeBytes {
          Int($0.loadUnaligned(fromByteOffset: head - 4, as: UInt32.self))
        }
        let name = rest.dropFirst(head).prefix(length)
        names.append(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
        rest = rest.dropFirst(head + length)
      }
      return names
    }
  #else
    private static func source(
      of path: FilePath, changed: @escaping @Sendable () -> Void
    ) -> (any DispatchSourceProtocol)? {
      let number = open(path.text, O_EVTONLY | O_CLOEXEC)
      guard number >= 0 else { return nil }
      let source = DispatchSource.makeFileSystemObjectSource(
        fileDescriptor: number, eventMask: [.write, .extend, .rename, .delete], queue: .global())
      source.setEventHandler(handler: changed)
      source.setCancelHandler { _ = close(number) }
      source.activate()
      return source
    }
  #endif
}
