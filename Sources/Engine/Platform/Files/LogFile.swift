package import EngineCore
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The log of one root: `swop.log`, owner-only, one line an entry. Several processes write it at once;
/// a full file becomes `swop.log.1`, and so on.
///
/// The log is best effort: a line that cannot be written is lost, never the work it tells of.
package final class LogFile: Sendable {
  private let folder: FilePath
  private let level: LogLevel
  private let time: any TimeSource
  private let timeZone: ClockZone
  private let limit: Int
  private let kept: Int
  /// Guards the order of lines and rotation within this process.
  private let turn = Mutex(())

  /// A log in `folder`.
  ///
  /// - Parameters:
  ///   - folder: where it is; created 0700 with the first line.
  ///   - level: what is written.
  ///   - time: stamps the lines.
  ///   - timeZone: the zone of the stamps; each names its distance from UTC.
  ///   - limit: the size in bytes at which the file is put aside.
  ///   - kept: how many files are kept beside the current one.
  package init(
    folder: FilePath, level: LogLevel, time: any TimeSource, timeZone: ClockZone,
    limit: Int = 1 << 20, kept: Int = 3
  ) {
    self.folder = folder
    self.level = level
    self.time = time
    self.timeZone = timeZone
    self.limit = limit
    self.kept = kept
  }

  /// The current file.
  var path: FilePath { folder / "swop.log" }

  /// Writes one line if the level asks for it. Whatever cannot be printed, line ends included, is left
  /// out, so that no text from outside can pose as a line of ours.
  func write(_ level: LogLevel, _ message: String) {
    guard level != .off, level <= self.level else { return }
    let text = PrintableText.shortened(message, to: 2_000)
    let line = "\(ClockText.stamp(time.now(), in: timeZone)) \(level.rawValue) \(text)\n"
    turn.withLock { _ in append(Data(line.utf8)) }
  }

  /// One `write` to a file opened for appending: lines of several processes do not mix.
  private func append(_ line: Data) {
    let files = DiskFileSystem()
    try? files.createFolder(folder, mode: .privateFolder)
    rotateIfFull(files)
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_NONBLOCK
    guard let file = try? Descriptor(path, flags, for: "write") else { return }
    guard let status = try? file.status(path, for: "write"), FileStatus(status).kind == .file
    else { return }
    if FileStatus(status).mode != .privateFile {
      _ = Interrupted.retry { fchmod(file.number, 0o600) }
    }
    try? file.write(line, to: path, for: "write")
  }

  private func rotateIfFull(_ files: DiskFileSystem) {
    guard isFull(files), let lock = try? files.tryLock(folder / "swop.log.lock") else { return }
    defer { lock.release() }
    // Another process may have rotated while this one waited for its turn.
    guard isFull(files) else { return }
    for number in stride(from: kept, through: 1, by: -1) {
      let older = number == 1 ? path : folder / "swop.log.\(number - 1)"
      try? files.move(older, to: folder / "swop.log.\(number)")
    }
  }

  private func isFull(_ files: DiskFileSystem) -> Bool {
    guard let status = try? files.status(path) else { return false }
    return status.size >= limit
  }
}

extension LogFile: EventSink {
  package func record(_ event: EngineEvent) {
    let subject = event.label.map { " \($0):" } ?? ""
    write(Self.level(of: event.kind), "\(event.kind.rawValue)\(subject) \(event.message)")
  }

  private static func level(of kind: EngineEvent.Kind) -> LogLevel {
    switch kind {
    case .readingFailed, .accountExpired, .accountBlocked, .runLost, .warning:
      .warning
    case .readingTaken, .tokenAdopted: .debug
    case .accountAdded, .accountRenamed, .accountEnabled, .accountDisabled, .accountTrashed,
      .accountRestored, .accountPurged, .accountSignedIn, .accountLoggedOut, .defaultSet,
      .defaultCleared, .accountsExported, .projectSet, .projectCleared, .tokenRefreshed,
      .runStarted, .runEnded, .requestMoved, .proxyStarted, .proxyStopped,
      .conversationsPruned:
      .info
    }
  }
}

/// How much goes to the log: `SWOP_LOG`.
package enum LogLevel: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Nothing.
  case off
  /// What failed.
  case error
  /// And what was put right or left aside.
  case warning
  /// And what happened: the default.
  case info
  /// And what is of use only to anyone who looks for a fault.
  case debug

  /// Takes the value of `SWOP_LOG`: a name in any case, nil if it is none.
  package init?(setting: String) {
    self.init(rawValue: setting.lowercased())
  }

  package static func < (first: LogLevel, second: LogLevel) -> Bool {
    first.rank < second.rank
  }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
