package import EngineCore

extension ServiceControl {
  /// A log larger than this gives way to a new one, in bytes.
  private static let largestLog: Int64 = 5 << 20

  /// What the service prints goes here.
  package var log: FilePath { parts.log }

  /// Makes room for the log of a service that is about to start. The old one is kept beside it, once.
  func prepareLog() throws(RotationError) {
    do {
      try parts.files.createFolder(log.parent, mode: .privateFolder)
      guard let status = try parts.files.status(log), status.size > Self.largestLog else { return }
      try parts.files.move(log, to: log.parent / "proxy.log.1")
    } catch {
      throw .file(error)
    }
  }

  /// Why the service ended.
  ///
  /// - Parameter start: how many lines of the log are older than what is asked for.
  /// - Returns: One clause; nil if it said nothing, or went on after it.
  func lastWords(since start: Int = 0) -> String? {
    let lines = ((try? logLines(last: .max)) ?? []).dropFirst(start)
    // An error is a line that says so, and one with what to do about it.
    let error = lines.suffix(2).last { $0.hasPrefix(Self.complaint) }
    return error.map { PrintableText.clause(String($0.dropFirst(Self.complaint.count)), to: 300) }
  }

  /// How every error of a command begins.
  private static let complaint = "swop: "

  /// The end of the log.
  ///
  /// - Parameter count: how many lines at most.
  /// - Returns: The lines, oldest first; none if there is no log.
  /// - Throws: `RotationError.file`.
  package func logLines(last count: Int) throws(RotationError) -> [String] {
    do {
      guard let data = try parts.files.readIfPresent(log) else { return [] }
      let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
      return lines.suffix(count).map(String.init)
    } catch {
      throw .file(error)
    }
  }
}
