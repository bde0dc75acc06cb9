import EngineCore

extension AccountSnapshot {
  /// The word of the state; a low window that is not the shortest is named, runs beyond one are counted.
  package var stateText: String {
    if state == .inUse && liveRuns > 1 { return "\(state.word) \(liveRuns)" }
    guard state == .low, let reading,
      reading.shortWindow?.isLow != true, let long = reading.windows.last(where: \.isLow)
    else { return state.word }
    return "\(state.word) \(long.name)"
  }

  /// The plan as it was last seen, in capitals; empty if unknown.
  package var planText: String { plan?.name.uppercased() ?? "" }

  /// Whether its windows say anything: it is on and signed in.
  package var showsWindows: Bool { state != .off && state != .expired }
}
