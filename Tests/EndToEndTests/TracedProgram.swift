import EngineCore

/// What one program and everything it started did to files, told from a system-call log.
struct TracedProgram {
  /// The paths it changed, links resolved, each with the calls that did it.
  private(set) var written: [FilePath: Set<String>] = [:]
  /// The paths it opened, links resolved, for whatever purpose.
  private(set) var opened: Set<FilePath> = []
  /// How many calls changed something.
  private(set) var writeCount = 0
  /// The moments of its first and last call, seconds since 1970.
  private(set) var span: ClosedRange<Double>

  private typealias Folder = Int

  private let parents: [Int32: (parent: Int32, sharesFolder: Bool)]
  private let resolve: (FilePath) -> FilePath
  /// The working folders by number; threads share one.
  private var folders: [FilePath?]
  private var folderOf: [Int32: Folder] = [:]

  /// Reads what a program did.
  ///
  /// - Parameters:
  ///   - program: the program's file, as it was started; its children count as well.
  ///   - log: the log of it, or of whatever started it.
  ///   - directory: the folder in which the first traced process was started.
  ///   - resolve: gives a path with its links resolved.
  /// - Throws: `TraceError`.
  init(
    _ program: FilePath, in log: TraceLog, from directory: FilePath,
    resolve: @escaping (FilePath) -> FilePath
  ) throws(TraceError) {
    self.resolve = resolve
    parents = Self.parents(in: log)
    folders = [directory]
    span = 0...0
    if let first = log.calls.first { folderOf[first.process] = 0 }
    var roots: Set<Int32> = []
    var times: [Double] = []
    for call in log.calls {
      try follow(call)
      if roots.contains(where: { descends(call.process, from: $0) }) {
        times.append(call.time)
        try note(call)
      } else if try Self.starts(program, call) {
        roots.insert(call.process)
      }
    }
    guard let first = times.first, let last = times.last else {
      throw .neverStarted(program: program.text)
    }
    span = first...last
  }

  // MARK: - Processes

  private static func parents(
    in log: TraceLog
  ) -> [Int32: (parent: Int32, sharesFolder: Bool)] {
    var parents: [Int32: (parent: Int32, sharesFolder: Bool)] = [:]
    for call in log.calls where ["clone", "clone3", "fork", "vfork"].contains(call.name) {
      guard let child = call.value.flatMap(Int32.init(exactly:)), child > 0 else { continue }
      let shares = call.arguments.contains { $0.contains("CLONE_FS") }
      parents[child] = (call.process, shares)
    }
    return parents
  }

  private static func starts(_ program: FilePath, _ call: TracedCall) throws(TraceError) -> Bool {
    guard call.name == "execve", call.value == 0, let path = call.arguments.first else {
      return false
    }
    return try text(path, of: call) == program.text
  }

  private func descends(_ process: Int32, from root: Int32) -> Bool {
    var current = process
    while current != root {
      guard let parent = parents[current]?.parent else { return false }
      current = parent
    }
    return true
  }

  // MARK: - Working folders

  private mutating func follow(_ call: TracedCall) throws(TraceError) {
    let folder = place(of: call.process)
    guard call.value == 0 else { return }
    switch call.name {
    case "chdir":
      folders[folder] = try path(0, of: call, follows: true)
    case "fchdir":
      folders[folder] = call.arguments.first.flatMap(TraceText.place).map { FilePath($0) }
    case _: break
    }
  }

  /// The number of a process's folder; a new process begins in its parent's.
  private mutating func place(of process: Int32) -> Folder {
    if let known = folderOf[process] { return known }
    var number = folders.count
    if let (parent, shares) = parents[process] {
      let inherited = place(of: parent)
      if shares { number = inherited } else { folders.append(folders[inherited]) }
    } else {
      folders.append(nil)
    }
    folderOf[process] = number
    return number
  }

  // MARK: - Files

  private mutating func note(_ call: TracedCall) throws(TraceError) {
    guard call.value != nil else { return }
    if TracedEffect.unseen.contains(call.name) { throw .writesUnseen(call: call.name) }
    if let flags = TracedEffect.openings[call.name] {
      guard let path = call.returnedPath.map({ FilePath($0) }) else { return }
      opened.insert(path)
      let writes = flags < 0 || TracedEffect.writes(flags: call.arguments[flags])
      if writes { write(path, call) }
      return
    }
    for effect in TracedEffect.ofCalls[call.name] ?? [] {
      if let path = try place(of: effect, call) { write(path, call) }
    }
  }

  private mutating func write(_ path: FilePath, _ call: TracedCall) {
    // Memory that looks like a file.
    if path.text.hasPrefix("/memfd:") { return }
    written[path, default: []].insert(call.name)
    writeCount += 1
  }

  /// The path that a call changes; nil if it is none on a disk.
  private mutating func place(
    of effect: TracedEffect, _ call: TracedCall
  ) throws(TraceError) -> FilePath? {
    switch effect {
    case .path(let index, let follows): return try path(index, of: call, follows: follows)
    case .descriptor(let index): return descriptor(index, of: call)
    case .below(let folder, let index, let follows):
      // Without a path the descriptor itself is meant.
      if ["NULL", "\"\""].contains(try argument(index, of: call)) {
        return descriptor(folder, of: call)
      }
      return try path(index, of: call, below: descriptor(folder, of: call), follows: follows)
    case .socket(let index):
      return try socket(argument(index, of: call), of: call)
    }
  }

  private mutating func socket(
    _ address: String, of call: TracedCall
  ) throws(TraceError) -> FilePath? {
    let field = "sun_path="
    guard address.contains("AF_UNIX"), let start = address.firstRange(of: field) else { return nil }
    // A name behind @ is in no folder.
    let value = address[start.upperBound...]
    guard value.first == "\"" else { return nil }
    var text = TraceText(value.utf8)
    let quoted = text.takeQuotedText() ?? String(value)
    return try absolute(Self.text(quoted, of: call), of: call)
  }

  private mutating func path(
    _ index: Int, of call: TracedCall, below folder: FilePath? = nil, follows: Bool
  ) throws(TraceError) -> FilePath {
    let name = try Self.text(argument(index, of: call), of: call)
    let path = try absolute(name, below: folder, of: call)
    return follows ? resolve(path) : resolve(path.parent) / path.name
  }

  private mutating func absolute(
    _ name: String, below folder: FilePath? = nil, of call: TracedCall
  ) throws(TraceError) -> FilePath {
    if name.hasPrefix("/") { return FilePath(name) }
    guard let folder = folder ?? folders[place(of: call.process)] else {
      throw .unknownFolder(process: call.process, call: call.name)
    }
    return name == "." || name.isEmpty ? folder : folder / name
  }

  private func argument(_ index: Int, of call: TracedCall) throws(TraceError) -> String {
    guard call.arguments.indices.contains(index) else {
      throw .noPath(call: call.name, argument: "")
    }
    return call.arguments[index]
  }

  private static func text(_ argument: String, of call: TracedCall) throws(TraceError) -> String {
    guard let text = TraceText.string(argument) else {
      throw .noPath(call: call.name, argument: argument)
    }
    return text
  }

  private func descriptor(_ index: Int, of call: TracedCall) -> FilePath? {
    guard call.arguments.indices.contains(index),
      let place = TraceText.place(of: call.arguments[index]), place.hasPrefix("/")
    else { return nil }
    return FilePath(place)
  }
}
