import EngineCore

extension Doctor {
  /// Whether this machine's clock agrees with the server's.
  func clockFindings() async -> [DoctorFinding] {
    let request = HTTPRequest(
      method: "GET", url: world.clockAddress, limit: .seconds(3), responseLimit: 1 << 16)
    let uncompared = "Not compared with the server's: "
    guard let answer = try? await world.http.send(request) else {
      return [DoctorFinding(.clock, .note, uncompared + "it could not be asked.")]
    }
    guard let text = answer.headers.value(of: "date"), let theirs = HTTPDate.moment(text) else {
      return [DoctorFinding(.clock, .note, uncompared + "it does not tell the time.")]
    }
    let ahead = world.time.now().timeIntervalSince(theirs)
    guard abs(ahead) > 30 else { return [] }
    let span = ClockText.span(seconds: abs(ahead))
    return [
      DoctorFinding(
        .clock, abs(ahead) > 240 ? .problem : .warning,
        "The clock is \(span) \(ahead > 0 ? "ahead of" : "behind") the server's.",
        remedy: "Let the system set it: sudo timedatectl set-ntp true")
    ]
  }

  /// Whether a proxy in the environment would take what is meant for this machine. Pure.
  static func proxyFindings(_ environment: ProcessEnvironment) -> [DoctorFinding] {
    let names = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap { [$0, $0.lowercased()] }
    let set = names.filter { environment.nonEmpty($0) != nil }
    guard !set.isEmpty else { return [] }
    let lists = ["NO_PROXY", "no_proxy"].compactMap(environment.nonEmpty)
    let wanted: Set<String> = ["127.0.0.1", "localhost"]
    let covered = lists.contains { list in
      let entries = Set(list.split { $0 == "," || $0 == " " }.map(String.init))
      return entries.contains("*") || entries.isSuperset(of: wanted)
    }
    guard !covered else { return [] }
    return [
      DoctorFinding(
        .proxies, .warning,
        "\(set.joined(separator: ", ")) would take requests to this machine as well; swop keeps them "
          + "from its own runs only.",
        remedy: "export NO_PROXY=127.0.0.1,localhost,::1 no_proxy=127.0.0.1,localhost,::1")
    ]
  }

  /// Variables that would make a codex without swop run as someone else. Pure.
  static func overrideFindings(_ environment: ProcessEnvironment) -> [DoctorFinding] {
    let names = environment.names.filter(SandboxEnvironment.beatsSandbox).sorted()
    guard !names.isEmpty else { return [] }
    return [
      DoctorFinding(
        .environment, .note,
        "\(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") set; runs of swop do not "
          + "get \(names.count == 1 ? "it" : "them").",
        remedy: "unset \(names.joined(separator: " "))")
    ]
  }

  /// What the dashboard will have to do without. Pure.
  static func terminalFindings(_ environment: ProcessEnvironment) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    let term = environment.nonEmpty("TERM")
    if term == nil || term == "dumb" {
      findings.append(
        DoctorFinding(
          .terminal, .warning, "TERM is \(term ?? "not set"): the dashboard cannot draw.",
          remedy: "export TERM=xterm-256color, or use swop status --watch --plain"))
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment.nonEmpty).first
    let folded = (locale ?? "").lowercased()
    if !folded.contains("utf-8") && !folded.contains("utf8") {
      findings.append(
        DoctorFinding(
          .terminal, .note, "The locale is not UTF-8: bars and signs are drawn with ASCII.",
          remedy: "export LANG=C.UTF-8"))
    }
    return findings
  }
}

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
          .service, .problem, "The proxy is not running: \(reason).", remedy: "swop proxy start"))
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
