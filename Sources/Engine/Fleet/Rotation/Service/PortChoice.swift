import EngineCore

/// Which ports a service gets. Pure.
///
/// Ports of the range from which the system takes those of outgoing connections are left alone: such a
/// connection would hold the port at the moment the service starts.
struct PortChoice: Hashable, Sendable {
  /// The range of outgoing connections.
  private let outgoing: ClosedRange<UInt16>

  /// The range of systems that do not tell theirs (RFC 6335).
  private static let usual: ClosedRange<UInt16> = 49_152...65_535
  /// Below are well-known services.
  private static let lowest: UInt16 = 10_240

  /// The choice of a system.
  ///
  /// - Parameter outgoing: its range of outgoing connections, nil if it does not tell.
  init(outgoing: ClosedRange<UInt16>?) {
    self.outgoing = outgoing ?? Self.usual
  }

  /// Reads `/proc/sys/net/ipv4/ip_local_port_range`, two numbers.
  static func range(_ text: String) -> ClosedRange<UInt16>? {
    let numbers = text.split { $0 == " " || $0 == "\t" || $0 == "\n" }.compactMap { UInt16($0) }
    guard numbers.count == 2, numbers[0] > 0, numbers[0] <= numbers[1] else { return nil }
    return numbers[0]...numbers[1]
  }

  /// Whether an outgoing connection may take one of the ports.
  func isExposed(_ ports: ServicePorts) -> Bool {
    outgoing.contains(ports.provider) || outgoing.contains(ports.backend)
  }

  /// Ports that no outgoing connection takes.
  ///
  /// - Parameter random: where chance comes from; two roots should not fight for the same ports.
  /// - Returns: Pairs to try, one after the other. Where the system may take every port they are any.
  func pairs(_ random: any RandomSource) -> [ServicePorts] {
    let below =
      outgoing.lowerBound > Self.lowest + 2 ? Self.lowest..<(outgoing.lowerBound - 1) : nil
    let above =
      outgoing.upperBound < 65_000 ? (outgoing.upperBound + 1)..<65_534 : nil
    let room = below ?? above ?? Self.lowest..<65_534
    return (0..<16).map { _ in
      let place = Double(room.count - 1) * random.factor(in: 0...1)
      let port = room.lowerBound + UInt16(place)
      return ServicePorts(provider: port, backend: port + 1)
    }
  }
}

/// The listening sockets that systemd hands to a service (sd_listen_fds(3)). Pure.
enum InheritedSockets {
  /// The first of them.
  private static let first: Int32 = 3

  /// The descriptors that an environment names.
  ///
  /// - Parameters:
  ///   - environment: this process's.
  ///   - process: this process; the variables may be meant for a parent.
  /// - Returns: Their numbers in the order of the unit file; none if there are none.
  static func descriptors(
    in environment: ProcessEnvironment, of process: Int32
  ) -> [Int32] {
    guard environment["LISTEN_PID"] == "\(process)",
      let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...16).contains(count)
    else { return [] }
    return Array(first..<(first + count))
  }
}
