/// A child whose standard input and output carry lines.
package protocol ConversingProcess: AnyObject, Sendable {
  /// Which process it is.
  var identity: ProcessIdentity { get }

  /// Writes one line and its end.
  func write(line: String) async throws(ProcessError)

  /// The next line without its end, nil when the child has closed its output.
  func readLine() async throws(ProcessError) -> String?

  /// Closes the child's input, waits `grace` for its end, then ends it by force.
  func finish(grace: Duration) async
}
