package import TUIKit

/// Asks for the file and the label of a sign-in that exists already.
package struct ImportDialog: Hashable, Sendable {
  /// What the keys go to.
  package enum Field: Hashable, Sendable {
    /// The file or folder.
    case path
    /// The label.
    case label
  }

  /// The file or folder.
  package var path: TextField
  /// The label.
  package var label: TextField
  /// What the keys go to.
  package var field: Field
  /// What is wrong with the answer, nil if nothing is.
  package var complaint: String?

  /// A question that begins with a file.
  package init(path: String, label: String = "", field: Field = .label) {
    self.path = TextField(path)
    self.label = TextField(label)
    self.field = field
  }
}
