import Engine
import EngineCore

extension FleetSnapshot {
  /// The account with a label, without regard to case.
  ///
  /// - Throws: `FleetError.unknownAccount` with the nearest label.
  func account(labelled label: String) throws(FleetError) -> AccountSnapshot {
    let folded = label.lowercased()
    if let account = accounts.first(where: { $0.account.label.folded == folded }) { return account }
    let nearest = NearestName.of(label, in: accounts.map(\.account.label.text))
    throw .unknownAccount(label: label, nearest: nearest)
  }
}
