/// Keeps what the user chose by command: the default account.
package protocol ChoiceStore: Sendable {
  /// The default account, nil if none is chosen.
  func defaultAccount() throws(StoreError) -> AccountID?

  /// Chooses or clears the default account.
  func setDefaultAccount(_ account: AccountID?) throws(StoreError)
}
