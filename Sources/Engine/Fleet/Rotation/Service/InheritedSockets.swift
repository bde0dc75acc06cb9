package import EngineCore

/// The listening sockets that systemd hands to a service (sd_listen_fds(3)). Pure.
package enum InheritedSockets {
  /// The first of them.
  private static let first: Int32 = 3

  /// The descriptors that an environment names.
  ///
  /// - Parameters:
  ///   - environment: this process's.
  ///   - process: this process; the variables may be meant for a parent.
  /// - Returns: Their numbers in the order of the unit file; none if there are none.
  package static func descriptors(
    in environment: ProcessEnvironment, of process: Int32
  ) -> [Int32] {
    guard environment["LISTEN_PID"] == "\(process)",
      let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...16).contains(count)
    else { return [] }
    return Array(first..<(first + count))
  }
}
