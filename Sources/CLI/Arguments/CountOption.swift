/// The option `--limit`.
enum CountOption {
  /// The number that was given.
  ///
  /// - Throws: `UsageError.unreadable` for anything but 1 to 100,000.
  static func limit(of invocation: Invocation, default standard: Int) throws(UsageError) -> Int {
    guard let text = invocation.command.options["limit"] else { return standard }
    guard let count = Int(text), (1...100_000).contains(count) else {
      throw .unreadable(
        what: "--limit", value: text, expected: "a number from 1 to 100000",
        path: invocation.command.path)
    }
    return count
  }
}
