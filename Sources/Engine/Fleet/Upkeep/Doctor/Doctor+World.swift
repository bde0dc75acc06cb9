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

  /// Variables that would make a codex without swop run as somebody else. Pure.
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
