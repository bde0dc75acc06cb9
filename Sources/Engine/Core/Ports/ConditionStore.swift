/// Keeps what is known of accounts beside their quota.
package protocol ConditionStore: Sendable {
  /// The conditions of every account that has one.
  func conditions() throws(StoreError) -> [AccountID: AccountCondition]

  /// Changes the condition of an account in one transaction.
  func updateCondition(
    of account: AccountID, _ change: @Sendable (inout AccountCondition) -> Void
  ) throws(StoreError)
}
