import Engine
import EngineCore

/// `swop best`: the account that automatic choice would take now.
enum BestCommand {
  static let definition = CommandDefinition(
    "best", summary: "Name the account that automatic choice would take now", action: run
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
