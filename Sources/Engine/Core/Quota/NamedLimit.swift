/// A limit beside the main one (per model, code review), shown in detail only.
package struct NamedLimit: Hashable, Sendable, Codable {
  /// The server's name of the limit.
  package let name: String
  /// Its windows.
  package let windows: [QuotaWindow]

  /// A limit with its windows.
  package init(name: String, windows: [QuotaWindow]) {
    self.name = name
    self.windows = windows
  }
}
