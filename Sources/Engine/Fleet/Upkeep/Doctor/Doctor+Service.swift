import EngineCore

extension Doctor {
  /// Whether the service of the proxy starts a program that is there, and this one, and is still started.
  func serviceFindings() async -> [DoctorFinding] {
    let home = world.environment.nonEmpty("HOME").map { FilePath($0) }
    let named = world.environment.nonEmpty("XDG_CONFIG_HOME").map { FilePath($0) }
    var findings: [DoctorFinding] = []
    if let configuration = named ?? home.map({ $0 / ".config" }) {
      findings += serviceFindings(
        in: configuration / "systemd" / "user", "swop", ".service", program: Self.program(ofUnit:))
    }
    if let home {
      findings += serviceFindings(
        in: home / "Library" / "LaunchAgents", "swop-proxy", ".plist",
        program: Self.program(ofAgent:))
    }
    // A program that is not there is why it was given up.
    if !findings.contains(where: { $0.severity == .problem }),
      let reason = await world.proxySurrender()
    {
      findings.append(
        DoctorFinding(
          .service, .problem, "The proxy does not run: \(reason).", remedy: "swop proxy start"))
    }
    if let port = await world.foreignPort() {
      findings.append(
        DoctorFinding(
          .service, .problem,
          "The desktop app is bound to port \(port), where another program listens and the proxy does not.",
          remedy: "swop rotation status"))
    }
    return findings
  }

  private func serviceFindings(
    in folder: FilePath, _ prefix: String, _ suffix: String, program: (String) -> FilePath?
  ) -> [DoctorFinding] {
    let names = ((try? files.list(folder)) ?? [])
      .filter { $0.hasPrefix(prefix) && $0.hasSuffix(suffix) }
    return names.compactMap { name in
      guard let text = try? files.read(folder / name),
        let program = program(String(decoding: text, as: UTF8.self))
      else { return nil }
      let again = "swop proxy stop && swop proxy start"
      guard files.exists(program) else {
        return DoctorFinding(
          .service, .problem, "The service \(name) starts \(program), which is not there.",
          remedy: again)
      }
      let root = Self.root(ofService: String(decoding: text, as: UTF8.self))
      if let root, !files.exists(root) {
        return DoctorFinding(
          .service, .problem, "The service \(name) uses the folder \(root), which is not there.",
          remedy: again)
      }
      guard let own = world.ownExecutable, let theirs = try? files.resolve(program),
        theirs != own
      else { return nil }
      return DoctorFinding(
        .service, .warning, "The service \(name) starts another swop: \(program).", remedy: again)
    }
  }

  /// The program that a unit file starts. Pure.
  static func program(ofUnit text: String) -> FilePath? {
    let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("ExecStart=") }
    guard let words = line?.dropFirst("ExecStart=".count), !words.isEmpty else { return nil }
    let word =
      words.first == "\""
      ? words.dropFirst().prefix { $0 != "\"" } : words.prefix { $0 != " " }
    return FilePath(String(word.replacing("%%", with: "%").replacing("$$", with: "$")))
  }

  /// The root that a unit or an agent hands to the service; nil if it names none. Pure.
  static func root(ofService text: String) -> FilePath? {
    if let start = text.firstRange(of: "\"SWOP_ROOT=")?.upperBound {
      let word = text[start...].prefix { $0 != "\"" }
      return FilePath(String(word.replacing("%%", with: "%").replacing("$$", with: "$")))
    }
    guard let key = text.firstRange(of: "<key>SWOP_ROOT</key>"),
      let start = text[key.upperBound...].firstRange(of: "<string>"),
      let end = text[start.upperBound...].firstRange(of: "</string>")
    else { return nil }
    return FilePath(unescaped(text[start.upperBound..<end.lowerBound]))
  }

  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&amp;", with: "&")
  }

  /// The program that an agent of launchd starts, as swop writes its file. Pure.
  static func program(ofAgent text: String) -> FilePath? {
    guard let words = text.firstRange(of: "<key>ProgramArguments</key>"),
      let start = text[words.upperBound...].firstRange(of: "<string>"),
      let end = text[start.upperBound...].firstRange(of: "</string>")
    else { return nil }
    return FilePath(unescaped(text[start.upperBound..<end.lowerBound]))
  }
}
