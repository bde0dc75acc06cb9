import EngineCore

/// Accounts in words.
enum AccountText {
  /// A label as it is shown: printable, whole.
  static func label(_ account: Account) -> String { PrintableText.sanitized(account.label.text) }

  /// Plan and address in brackets with a space before, empty if neither is known.
  static func details(_ account: Account) -> String {
    let parts = [account.plan?.name.uppercased(), account.email.map(PrintableText.sanitized)]
      .compactMap { $0 }
    return parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"
  }
}
