import Engine
import EngineCore

/// `swop best`: the account that automatic choice would take now.
enum BestCommand {
  static let definition = CommandDefinition(
    "best", summary: "Print the account that automatic choice would take now", action: run
  ).with {
    $0.details = [
      "Prints its label and nothing else. If no account can be used the status is 3 and the message "
        + "names the earliest reset."
    ]
    $0.options = [strategy]
    $0.examples = [
      .init("swop best", "print a label"),
      .init(
        "swop best --strategy drain --json", "print the ranking of another strategy for scripts"),
    ]
  }

  /// The option that `best` and `why` share.
  static let strategy = OptionDefinition(
    "strategy", value: .required("S"), completion: .words(Strategy.allCases.map(\.rawValue)),
    help: "How to order the accounts, instead of the setting")

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let ranking = try await ranking(invocation)
    if invocation.isJSON {
      invocation.print(RankingJSON.report(ranking, project: try await project(invocation)))
    }
    if let warning = ranking.warning {
      invocation.note("swop: " + PrintableText.sanitized(warning))
    }
    guard let selected = ranking.entries.first(where: { $0.id == ranking.selected }) else {
      let error = FleetError.nothingUsable(
        until: ranking.blockedUntil, timeZone: invocation.environment.timeZone,
        reasons: ranking.entries.prefix(5).map { "\($0.label): \($0.reason)" })
      // The object was printed already; it says the same.
      return ErrorReporter(invocation.environment, isJSON: false).report(error)
    }
    if !invocation.isJSON { invocation.say(PrintableText.sanitized(selected.label)) }
    return 0
  }

  /// What the folder that swop was started in says about runs.
  static func project(_ invocation: Invocation) async throws -> ProjectSnapshot? {
    try await invocation.fleet().project()
  }

  /// What automatic choice says now.
  ///
  /// - Throws: `FleetError.noAccounts` if there is nothing to choose from, `.olderAccounts` if what is there
  ///   has not been taken over.
  static func ranking(_ invocation: Invocation) async throws -> Ranking {
    let strategy = invocation.command.options["strategy"].flatMap(Strategy.init(rawValue:))
    let ranking = try await invocation.fleet().ranking(strategy: strategy)
    guard !ranking.entries.isEmpty else {
      let older = try await invocation.fleet().snapshot(refresh: false).older
      throw older.isEmpty ? FleetError.noAccounts : .olderAccounts(labels: older)
    }
    return ranking
  }
}

/// `swop why`: the whole ranking with its reasons.
enum WhyCommand {
  static let definition = CommandDefinition(
    "why", summary: "Explain what automatic choice would do now", action: run
  ).with {
    $0.details = [
      "Shows every account's place, the numbers it was judged by and the reason it was or was not taken."
    ]
    $0.positionals = [
      PositionalDefinition(
        "LABEL", count: .optional, completion: .labels, help: "Explain only this account")
    ]
    $0.options = [BestCommand.strategy]
    $0.examples = [
      .init("swop why", "explain the choice"),
      .init("swop why work", "explain what happened to the account work"),
    ]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let ranking = try await BestCommand.ranking(invocation)
    if let label = invocation.command.word("LABEL") {
      let entry = try entry(labelled: label, in: ranking)
      invocation.conclude(
        "\(PrintableText.sanitized(entry.label)) has rank \(entry.rank) of \(ranking.entries.count): "
          + "\(PrintableText.sanitized(entry.reason)).",
        .report(["account": RankingJSON.entry(entry)]))
      return 0
    }
    let project = try await BestCommand.project(invocation)
    if invocation.isJSON {
      invocation.print(RankingJSON.report(ranking, project: project))
      return 0
    }
    let here = project.map(ProjectText.here)
    for sentence in [here, ranking.reason, ranking.warning].compactMap({ $0 }) {
      let width = invocation.screen.width ?? .max
      invocation.say(TextWrap.lines(PrintableText.sanitized(sentence), width: width))
    }
    invocation.say("")
    invocation.say(table(ranking, on: invocation.screen))
    return 0
  }

  private static func table(_ ranking: Ranking, on screen: Screen) -> [String] {
    var table = TextTable([
      .init(heading: "#", alignsRight: true), .init(heading: "ACCOUNT", mayShrink: true),
      .init(heading: "USED", alignsRight: true), .init(heading: "AGE", alignsRight: true),
      .init(heading: "WHY", wraps: true),
    ])
    for entry in ranking.entries {
      let role: Role = entry.id == ranking.selected ? .title : entry.isViable ? .plain : .muted
      let used = entry.usedPercent.map { "\(Int($0.rounded()))%" } ?? ""
      let age = entry.ageSeconds.map { ClockText.span(seconds: Double($0)) } ?? ""
      table.add([
        StyledText("\(entry.rank)", role), StyledText(PrintableText.sanitized(entry.label), role),
        StyledText(used, role), StyledText(age, .muted),
        StyledText(PrintableText.sanitized(entry.reason), role),
      ])
    }
    return table.lines(on: screen)
  }

  private static func entry(
    labelled label: String, in ranking: Ranking
  ) throws(FleetError) -> RankedAccount {
    let folded = label.lowercased()
    if let entry = ranking.entries.first(where: { $0.label.lowercased() == folded }) {
      return entry
    }
    throw .unknownAccount(
      label: label, nearest: NearestName.of(label, in: ranking.entries.map(\.label)))
  }
}
