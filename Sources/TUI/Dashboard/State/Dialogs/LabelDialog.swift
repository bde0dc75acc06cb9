package import TUIKit

/// Asks for a label.
package struct LabelDialog: Hashable, Sendable {
  /// What is typed.
  package var label: TextField
  /// What is wrong with it, nil if nothing is.
  package var complaint: String?

  /// A question with text to begin with.
  package init(label: TextField = TextField(), complaint: String? = nil) {
    self.label = label
    self.complaint = complaint
  }
}
