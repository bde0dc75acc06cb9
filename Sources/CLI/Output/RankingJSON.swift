package import Engine
package import EngineCore

/// A ranking for scripts; its shape is a promise.
package enum RankingJSON {
  /// The whole object.
  package static func report(
    _ ranking: Ranking, project: ProjectSnapshot? = nil
  ) -> OrderedJSON {
    let selected = ranking.entries.first { $0.id == ranking.selected }
    return .report([
      "selected": .optional(selected?.label), "strategy": .text(ranking.strategy.rawValue),
      "reason": .text(ranking.reason), "blocked_until": .moment(ranking.blockedUntil),
      "ranking": .array(ranking.entries.map(entry)), "project": ProjectJSON.value(project),
    ])
  }

  /// One account's place.
  package static func entry(_ entry: RankedAccount) -> OrderedJSON {
    .object([
      "label": .text(entry.label), "rank": .integer(entry.rank), "viable": .flag(entry.isViable),
      "reason": .text(entry.reason),
      "used_percent": entry.usedPercent.map { .number($0) } ?? .null,
      "age_seconds": entry.ageSeconds.map { .integer($0) } ?? .null,
    ])
  }
}
