package import EngineCore

/// Where the service's record lies, and whether it is true now.
package struct ServiceBook: Sendable {
  /// The file.
  package let path: FilePath
  private let files: any FileSystem
  private let runner: any ProcessRunner

  /// The book in the `run` folder of a root.
  package init(run: FilePath, files: any FileSystem, runner: any ProcessRunner) {
    path = run / "proxy.json"
    self.files = files
    self.runner = runner
  }

  /// The last record, of a service that may be gone. One that cannot be read counts as none: the next
  /// service writes it anew.
  package var last: ServiceRecord? {
    guard let data = try? files.read(path),
      let record = try? JSONDecoder().decode(ServiceRecord.self, from: data),
      record.ports.provider != 0, record.ports.backend != 0
    else { return nil }
    return record
  }

  /// The service that runs now, nil if none does. Reads one file and one entry of the process table.
  package var running: ServiceRecord? {
    // The number alone could belong to another process by now: the start counts as well.
    last.flatMap { runner.isAlive($0.process) ? $0 : nil }
  }

  /// Writes the record of this process.
  package func write(_ record: ServiceRecord) throws(FileError) {
    try files.createFolder(path.parent, mode: .privateFolder)
    // A value of plain numbers and texts can always be encoded.
    guard let data = try? JSONEncoder().encode(record) else { return }
    try files.replace(path, with: data, mode: .privateFile)
  }
}
