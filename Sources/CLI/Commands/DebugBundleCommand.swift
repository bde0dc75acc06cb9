import Engine
import EngineCore

/// `swop debug bundle`: everything that helps to find a fault, and nothing that is private.
enum DebugBundleCommand {
  static let definition = CommandDefinition(
    "bundle", summary: "Print a masked report of this installation", action: run
  ).with {
    $0.details = [
      "Versions, what doctor finds, the candidates for codex, the accounts by number with their states, "
        + "the settings, the latest events and the end of the log. Labels, addresses, the home folder and "
        + "whatever looks like a token are taken out."
    ]
    $0.options = [
      OptionDefinition(
        "output", value: .required("FILE"), completion: .files, help: "Write it to a new file")
    ]
    $0.examples = [
      .init("swop debug bundle", "print the report"),
      .init("swop debug bundle --output report.txt", "write it to a file"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let text = try await DebugReport(invocation).text()
    if let name = invocation.command.options["output"] {
      let path = name.hasPrefix("/") ? FilePath(name) : invocation.environment.folder / name
      guard !invocation.environment.files.exists(path) else {
        throw FileError(operation: "create", path: path, reason: .exists)
      }
      try invocation.environment.files.replace(path, with: Data(text.utf8), mode: .privateFile)
      invocation.conclude(
        "Wrote \(PrintableText.sanitized(path.text)). Review it before you share it.",
        .report(["path": .text(path.text), "report": .text(text)]))
      return 0
    }
    if invocation.isJSON {
      invocation.print(.report(["path": .null, "report": .text(text)]))
    } else {
      invocation.environment.output.write(text)
    }
    return 0
  }
}

/// `swop debug`: for anyone who looks into what went wrong.
enum DebugCommand {
  static let definition = CommandDefinition(
    "debug", summary: "Write a report that is safe to paste into an issue"
  ).with {
    $0.examples = [.init("swop debug bundle", "print the report")]
    $0.subcommands = [DebugBundleCommand.definition]
    $0.defaultSubcommand = "bundle"
  }
}

/// The report of `swop debug bundle`. What cannot be read is said to be so; the rest is there all the same.
struct DebugReport {
  private let invocation: Invocation
  private let snapshot: FleetSnapshot?
  private let events: [EngineEvent]
  private let masking: Masking

  /// Collects what needs the engine.
  init(_ invocation: Invocation) async throws {
    self.invocation = invocation
    let fleet = try? await invocation.fleet()
    snapshot = try? await fleet?.snapshot(refresh: false)
    events = (try? await fleet?.events(after: nil, limit: 100)) ?? []
    let accounts = snapshot?.accounts.map(\.account) ?? []
    // Labels of accounts that are gone stand in the events; their folders keep them from the rest.
    let named = events.compactMap(\.label) + events.compactMap(\.move?.toLabel)
    let past = Set(named).subtracting(accounts.map(\.label.text)).sorted()
    let trashed = ((try? await fleet?.trash()) ?? []).map(\.account)
    let all = accounts + trashed
    masking = Masking(
      labels: accounts.map(\.label.text) + trashed.map(\.label.text) + past,
      secrets: all.compactMap(\.email) + all.map(\.key.text)
        + all.compactMap(\.identity.chatGPTAccountID),
      home: invocation.environment.variables.nonEmpty("HOME").map { FilePath($0) })
  }

  /// The whole report.
  func text() async throws -> String {
    let environment = invocation.environment
    let report = try await environment.makeDoctor().examine()
    var lines = [
      "swop \(SwopVersion.current) on \(environment.machine.system)",
      "written \(ClockText.stamp(environment.time.now()))",
    ]
    lines += section(
      "doctor", DoctorText.lines(report, isTrial: false).map { $0.rendered(color: false) })
    lines += section("codex", await candidates())
    lines += section("accounts", accounts)
    lines += section("settings", settings)
    lines += section("variables", variables)
    lines += section("events", events.map(line))
    lines += section("log", log)
    return lines.map { masking.masked($0) + "\n" }.joined()
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    ["", "## \(title)"] + (lines.isEmpty ? ["nothing"] : lines)
  }

  private func candidates() async -> [String] {
    guard let lookup = try? CodexLookup(invocation) else { return ["cannot be looked for"] }
    return await lookup.search.candidates(lookup.places).filter { $0.verdict != .absent }
      .map { candidate in
        let verdict = candidate.binary.map { "codex \($0.version)" } ?? candidate.flaw ?? ""
        return "\(candidate.path), \(candidate.origin.phrase): \(verdict)"
      }
  }

  private var accounts: [String] {
    guard let snapshot else { return ["cannot be read"] }
    return snapshot.accounts.map { account in
      let windows = account.reading?.windows.map { "\($0.name) \(Int($0.leftPercent))%" } ?? []
      let error = account.error.map { ", \($0.code)" } ?? ""
      return "\(account.account.label): \(account.state.rawValue), "
        + "\(account.plan?.name ?? "no plan"), \(windows.joined(separator: " "))\(error)"
    } + snapshot.unreadable.map(\.code)
  }

  private var settings: [String] {
    guard let resolution = try? invocation.settings() else { return ["cannot be read"] }
    // Paths and labels are the user's own words; that they are set is enough.
    return resolution.all.map { setting in
      let isPlain =
        switch setting.definition.kind {
        case .choice, .flag, .percent, .age: true
        default: false
        }
      let value = setting.value.map { isPlain ? $0.shown : "set" } ?? "not set"
      return "\(setting.definition.name) = \(value)"
    }
  }

  /// Names only: values may hold anything.
  private var variables: [String] {
    let telling = [
      "SWOP_", "CODEX_", "OPENAI_", "XDG_", "TERM", "COLORTERM", "LANG", "LC_", "NO_COLOR",
    ]
    return invocation.environment.variables.names.filter { name in
      telling.contains { name.hasPrefix($0) } || name.uppercased().hasSuffix("_PROXY")
    }
    .sorted()
  }

  private func line(_ event: EngineEvent) -> String {
    let subject = event.label.map { " \($0)" } ?? ""
    return "\(ClockText.stamp(event.at)) \(event.kind.rawValue)\(subject): \(event.message)"
  }

  private var log: [String] {
    guard let root = try? invocation.environment.settingsStore().path.parent,
      let names = try? invocation.environment.files.list(root / "log"),
      let newest = names.filter({ $0.hasSuffix(".log") }).last,
      let data = try? invocation.environment.files.read(root / "log" / newest)
    else { return [] }
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(100)
      .map(String.init)
  }
}
