package import EngineCore
import TUIKit

/// Asks for another label of an account.
package struct RenameDialog: Hashable, Sendable {
  /// The account.
  package var account: AccountID
  /// Its label until now.
  package var oldLabel: String
  /// The answer so far.
  package var input: LabelDialog

  /// A question about an account, which begins with its label.
  package init(account: AccountID, oldLabel: String) {
    self.account = account
    self.oldLabel = oldLabel
    input = LabelDialog(label: TextField(oldLabel))
  }
}
