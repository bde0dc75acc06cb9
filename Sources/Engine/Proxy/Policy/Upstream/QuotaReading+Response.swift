package import EngineCore

extension QuotaReading {
  /// This reading of a response, with what a response never says taken from an older one: the plan,
  /// windows it did not name, banked resets.
  package func completed(by older: QuotaReading?) -> QuotaReading {
    guard let older, older.readAt <= readAt else { return self }
    let named = Set(windows.map(\.lengthSeconds))
    let missing = older.at(readAt).windows.filter { !named.contains($0.lengthSeconds) }
    let extraNames = Set(extraLimits.map(\.name))
    return QuotaReading(
      readAt: readAt, source: source, plan: plan ?? older.plan,
      isAllowed: isAllowed ?? older.isAllowed,
      isLimitReached: isLimitReached ?? older.isLimitReached,
      windows: windows + missing,
      extraLimits: extraLimits + older.extraLimits.filter { !extraNames.contains($0.name) },
      credits: credits ?? older.credits, bankedResets: bankedResets ?? older.bankedResets,
      bankedResetsEnd: bankedResetsEnd ?? older.bankedResetsEnd, reachedType: reachedType)
  }
}
