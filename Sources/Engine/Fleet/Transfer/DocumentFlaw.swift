/// Why a document, or one record of it, cannot be imported: one clause that carries no piece of it.
package struct DocumentFlaw: Error, Hashable, Sendable {
  /// What a flaw means for a folder that holds more files.
  package enum Kind: Hashable, Sendable {
    /// The file ends in the middle: it may be read while another program writes it.
    case halfWritten
    /// It is whole, and belongs to something else.
    case foreign
    /// It is a sign-in, or may be one, that cannot be used.
    case unusable
  }

  /// What is wrong.
  package let clause: String
  /// What that means.
  package let kind: Kind
  /// The name or address that the record has in its file, nil if it has none.
  package var name: String?

  init(_ clause: String, _ kind: Kind = .unusable, name: String? = nil) {
    self.clause = clause
    self.kind = kind
    self.name = name
  }
}
