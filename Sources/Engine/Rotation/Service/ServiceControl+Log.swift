package import EngineKernel

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

  /// The last line of the log, as one clause.
  var lastWords: String? {
    let lines = (try? logLines(last: 1)) ?? []
    return lines.first.map { line in
      var text = PrintableText.shortened(line, to: 300)
      while text.hasSuffix(".") { text.removeLast() }
      return text
    }
  }

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
