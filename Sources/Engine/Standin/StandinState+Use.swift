package import EngineCore

extension StandinState {
  /// Takes percent from every main window of an account, as so many turns would; below zero gives back.
  package mutating func use(_ percent: Double, by name: String, at wallTime: Date) {
    let moment = now(at: wallTime)
    records[name]?.roll(to: moment)
    records[name]?.spend(percent, at: moment)
  }
}
