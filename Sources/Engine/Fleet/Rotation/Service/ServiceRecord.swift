package import EngineCore

/// What the service writes down about itself once it listens. It stays when the service ends, so that the
/// next one listens on the same ports; whether one runs, the process tells.
package struct ServiceRecord: Hashable, Sendable, Codable {
  /// Its process.
  package let process: ProcessIdentity
  /// Its swop's version.
  let version: String
  /// Its swop's file, nil if the system does not tell.
  let program: FilePath?
  /// Where it listens.
  package let ports: ServicePorts
  /// Who looks after it.
  package let keeper: ServiceKeeper
  /// When it began to listen.
  package let startedAt: Date
}

/// Where the service's record is, and whether it is true now.
struct ServiceBook: Sendable {
  /// The file.
  let path: FilePath
  private let files: any FileSystem
  private let runner: any ProcessRunner

  /// The book in the `run` folder of a root.
  init(run: FilePath, files: any FileSystem, runner: any ProcessRunner) {
    path = run / "proxy.json"
    self.files = files
    self.runner = runner
  }

  /// The last record, of a service that may be gone. One that cannot be read counts as none: the next
  /// service writes it again.
  var last: ServiceRecord? {
    guard let data = try? files.read(path),
      let record = try? JSONDecoder().decode(ServiceRecord.self, from: data),
      record.ports.provider != 0, record.ports.backend != 0
    else { return nil }
    return record
  }

  /// The service that runs now, nil if none does. Reads one file and one entry of the process table.
  var running: ServiceRecord? {
    // The number alone could belong to another process by now: the start counts as well.
    last.flatMap { runner.isAlive($0.process) ? $0 : nil }
  }

  /// Writes the record of this process.
  func write(_ record: ServiceRecord) throws(FileError) {
    try files.createFolder(path.parent, mode: .privateFolder)
    // A value of plain numbers and texts can always be encoded.
    guard let data = try? JSONEncoder().encode(record) else { return }
    try files.replace(path, with: data, mode: .privateFile)
  }
}

/// What a proxy says about itself: the shape of `swop proxy status --json`.
package struct ProxyReport: Hashable, Sendable {
  /// Its answer, as it came.
  package let value: JSONValue

  /// Nothing runs, for a reason that is known to the service manager, or nil.
  static func stopped(because reason: String?) -> ProxyReport {
    ProxyReport(value: [
      "schema_version": 1, "running": false, "pid": nil, "url": nil, "started_at": nil,
      "requests": 0, "moved": 0, "failed": 0, "active_streams": 0, "accounts": [], "keeper": nil,
      "detail": reason.map { .string($0) } ?? .null,
    ])
  }

  /// The report in an answer, nil if it is none.
  init?(_ data: Data) {
    guard let value = try? JSONReader.value(in: Array(data)), value["running"]?.boolean != nil
    else { return nil }
    self.value = value
  }

  /// The report of a service that someone looks after.
  func kept(by keeper: ServiceKeeper) -> ProxyReport {
    var value = value
    value["keeper"] = .string(keeper.rawValue)
    value["detail"] = .null
    return ProxyReport(value: value)
  }

  private init(value: JSONValue) { self.value = value }

  /// Whether one runs.
  package var isRunning: Bool { value["running"]?.boolean ?? false }
}
