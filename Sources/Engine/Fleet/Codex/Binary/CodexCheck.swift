package import EngineCore

/// Looks at one file that may be codex. What it learns is kept by path, size, time and inode, so that a
/// run does not pay for it.
package struct CodexCheck: Sendable {
  /// The largest file that is taken for a script, in bytes; codex itself has hundreds of megabytes.
  private static let scriptLimit: Int64 = 1 << 16
  /// How long the version of a script is believed, in seconds: the program behind it can change
  /// without it.
  private static let scriptAge: Double = 3_600
  private static let limit = Duration.seconds(10)

  private let files: any FileSystem
  private let runner: any ProcessRunner
  private let time: any TimeSource
  private let cache: any ValueCache
  private let environment: ProcessEnvironment
  private let ownExecutable: FilePath?
  private let probes: FilePath?

  /// A check.
  ///
  /// - Parameters:
  ///   - runner: starts candidates with `--version`.
  ///   - files: shows what is where.
  ///   - time: the clock.
  ///   - cache: keeps versions between runs.
  ///   - environment: the user's; a script finds its interpreter by it.
  ///   - ownExecutable: swop's own file, which is never taken for codex; nil if unknown.
  ///   - probes: where an empty home may be made for a script, to see whether it goes there; nil leaves
  ///     that out.
  package init(
    runner: any ProcessRunner, files: any FileSystem, time: any TimeSource, cache: any ValueCache,
    environment: ProcessEnvironment, ownExecutable: FilePath?, probes: FilePath? = nil
  ) {
    self.runner = runner
    self.files = files
    self.time = time
    self.cache = cache
    self.environment = environment
    self.ownExecutable = ownExecutable
    self.probes = probes
  }

  /// What became of the candidate at a place.
  func candidate(at place: CodexPlaces.Place) async -> CodexCandidate {
    CodexCandidate(
      path: place.path, origin: place.origin, verdict: await verdict(at: place))
  }

  private func verdict(at place: CodexPlaces.Place) async -> CodexCandidate.Verdict {
    // Codex is started in other folders than this one, where a relative path would lead elsewhere.
    guard place.path.isAbsolute else { return .unusable("its path is not absolute") }
    do {
      guard let entry = try files.status(place.path) else { return .absent }
      guard let realPath = try? files.resolve(place.path), let status = try files.status(realPath)
      else { return .unusable("it is a link that leads nowhere") }
      guard status.kind == .file else {
        let kind = entry.kind == .link ? "it leads to" : "it is"
        return .unusable("\(kind) a \(status.kind == .folder ? "folder" : "special file")")
      }
      guard !isOwn(realPath, status) else { return .unusable("it is swop itself") }
      guard files.mayAccess(realPath, .execute) else { return .unusable("it is not executable") }
      return await verdict(of: realPath, status, at: place)
    } catch {
      return .unusable(clause(error.message))
    }
  }

  private func verdict(
    of realPath: FilePath, _ status: FileStatus, at place: CodexPlaces.Place
  ) async -> CodexCandidate.Verdict {
    let form: CodexBinary.Form = isScript(at: realPath, status) ? .script : .native
    switch await version(of: place.path, realPath, status, form) {
    case .failure(let flaw): return .unusable(flaw.clause)
    case .success(let version) where CodexAbilities(version).isTooOld: return .tooOld(version)
    case .success(let version):
      let binary = CodexBinary(
        path: place.path, realPath: realPath, origin: place.origin, form: form, version: version)
      if form == .script, let clause = await otherHome(of: binary, status) {
        return .unusable(clause)
      }
      return .usable(binary)
    }
  }

  /// Why a file that may be run is not codex.
  private struct Flaw: Error {
    let clause: String
  }

  private func version(
    of path: FilePath, _ realPath: FilePath, _ status: FileStatus, _ form: CodexBinary.Form
  ) async -> Result<CodexVersion, Flaw> {
    let name = cacheName(realPath, status)
    let age = form == .script ? Self.scriptAge : nil
    // A store that cannot be used only costs the time of asking codex again.
    if let known = (try? cache.cached(name, maximumAge: age, now: time.now())) ?? nil,
      let version = CodexVersion(known)
    {
      return .success(version)
    }
    let answer = await askVersion(path)
    if case .success(let version) = answer {
      try? cache.setCached(name, version.description, now: time.now())
    }
    return answer
  }

  private func askVersion(_ path: FilePath) async -> Result<CodexVersion, Flaw> {
    var environment = environment
    // With a home that cannot exist, codex prints its version and leaves nothing on disk.
    environment["CODEX_HOME"] = "/dev/null/none"
    let probe = LoopProbe(process: runner.current, at: time.now())
    environment[LoopProbe.variable] = probe.nonce
    let command = ProcessCommand(
      executable: path, arguments: ["--version"], environment: environment)
    do {
      let output = try await runner.run(command, limit: Self.limit)
      let text = String(decoding: output.standardOutput.reveal(), as: UTF8.self)
      // A chain of scripts that ends in swop would start it again for every run, without end.
      if let swop = probe.answerer(in: text) {
        return .failure(Flaw(clause: "it starts \(swop), which would start it again without end"))
      }
      if let version = CodexVersion(output: text) { return .success(version) }
      if output.end.status == 127 {
        return .failure(Flaw(clause: "its interpreter (node) is not on PATH"))
      }
      let ended = output.end == .exited(0) ? "" : " and ended with status \(output.end.status)"
      return .failure(Flaw(clause: "it did not print a version of codex\(ended)"))
    } catch {
      return .failure(Flaw(clause: clause(error.message)))
    }
  }

  private func cacheName(_ path: FilePath, _ status: FileStatus) -> String {
    let modified = status.modifiedAt.timeIntervalSince1970
    return "codex-version:\(path):\(status.size):\(modified):\(status.device):\(status.inode)"
  }

  private func isOwn(_ path: FilePath, _ status: FileStatus) -> Bool {
    guard let ownExecutable, let own = try? files.resolve(ownExecutable) else { return false }
    if own == path { return true }
    guard let ours = (try? files.status(own)) ?? nil else { return false }
    return ours.inode == status.inode && ours.device == status.device
  }

  private func isScript(at path: FilePath, _ status: FileStatus) -> Bool {
    guard status.size <= Self.scriptLimit, let data = try? files.read(path) else { return false }
    return data.starts(with: Data("#!".utf8))
  }

  /// Whether a script goes to another `CODEX_HOME` than it is told, as a clause; nil if it does not, or
  /// does not say. It would run as another account.
  private func otherHome(of binary: CodexBinary, _ status: FileStatus) async -> String? {
    guard let probes else { return nil }
    let name = "codex-home:" + cacheName(binary.realPath, status)
    if let known = (try? cache.cached(name, maximumAge: Self.scriptAge, now: time.now())) ?? nil {
      return known.isEmpty ? nil : known
    }
    let found = await HomeProbe(
      folder: probes, environment: environment, files: files, runner: runner, time: time
    ).otherHome(of: binary)
    let clause = found.map {
      "it is a script that sets CODEX_HOME to \($0) itself, so it would run as another account"
    }
    try? cache.setCached(name, clause ?? "", now: time.now())
    return clause
  }

  private func clause(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}

/// Whether another user of the machine can run a program and write a folder. It goes by owners, groups
/// and modes; lists of further rights are not seen.
package struct UserAccess: Sendable {
  private let user: MachineUser
  private let files: any FileSystem

  /// What a user can do, seen through `files`.
  package init(of user: MachineUser, files: any FileSystem) {
    self.user = user
    self.files = files
  }

  /// What keeps the user from running a program, one clause each; empty if nothing does.
  package func obstacles(toRunning program: FilePath) -> [String] {
    let real = (try? files.resolve(program)) ?? program
    let ways = program == real ? [real] : [program, real]
    var found = ways.flatMap { obstaclesOnTheWay(to: $0) }
    found += missing([.read, .execute], at: real)
    return Self.once(found)
  }

  /// What keeps the user from using a folder of someone's, one clause each.
  package func obstacles(toWriting folder: FilePath) -> [String] {
    let real = (try? files.resolve(folder)) ?? folder
    return Self.once(obstaclesOnTheWay(to: real) + missing([.read, .write, .execute], at: real))
  }

  private func obstaclesOnTheWay(to path: FilePath) -> [String] {
    var folders: [FilePath] = []
    var folder = path.parent
    while folder.isAbsolute {
      folders.append(folder)
      guard folder != folder.parent else { break }
      folder = folder.parent
    }
    return folders.reversed().flatMap { folder -> [String] in
      // The way through a link is the way through what it leads to.
      guard let real = try? files.resolve(folder) else { return missing([.execute], at: folder) }
      return missing([.execute], at: real)
    }
  }

  private func missing(_ wanted: [FileAccess], at path: FilePath) -> [String] {
    guard let status = (try? files.status(path)) ?? nil else {
      return ["\(path) is not there, or this user may not look"]
    }
    let lacking = wanted.filter { !user.may($0, status) }
    guard !lacking.isEmpty else { return [] }
    let verbs = lacking.map { Self.verb($0, isFolder: status.kind == .folder) }
    return ["\(user.name) may not \(verbs.joined(separator: " or ")) \(path) (mode \(status.mode))"]
  }

  private static func verb(_ access: FileAccess, isFolder: Bool) -> String {
    switch access {
    case .read: "read"
    case .write: "write"
    case .execute: isFolder ? "enter" : "execute"
    }
  }

  private static func once(_ clauses: [String]) -> [String] {
    clauses.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
