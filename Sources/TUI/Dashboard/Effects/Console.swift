/// The plain screen that stands under the dashboard, used while the terminal is lent.
package protocol Console: Sendable {
  /// Writes a line.
  func say(_ line: String)

  /// Waits for Enter.
  func waitForEnter()
}
