/// A process that can be told from a later one with the same number: pids are reused.
package struct ProcessIdentity: Hashable, Sendable, Codable {
  /// The process id.
  package let pid: Int32
  /// When it started, in the system's own units; only equality has a meaning.
  package let startTicks: UInt64

  /// A process by number and start.
  package init(pid: Int32, startTicks: UInt64) {
    self.pid = pid
    self.startTicks = startTicks
  }
}
