import EngineCore
import EngineProxy

/// Where the service listens.
extension Fleet {
  private static let portRange: FilePath = "/proc/sys/net/ipv4/ip_local_port_range"
  private static let pause = Duration.milliseconds(250)

  /// The ports to try, the best first.
  ///
  /// - Parameter wished: the first port as it was asked for, nil for those of last time.
  /// - Returns: The pairs; whether the first has to be had, because the desktop app is bound to it; and why
  ///   the ports of last time were left, nil if they were not.
  func servicePorts(
    _ wished: UInt16?
  ) -> (candidates: [ServicePorts], mustWait: Bool, reason: String?) {
    if let wished {
      return ([ServicePorts(provider: wished, backend: wished &+ 1)], false, nil)
    }
    let text = try? configuration.files.read(Self.portRange)
    let choice = PortChoice(
      outgoing: text.flatMap { PortChoice.range(String(decoding: $0, as: UTF8.self)) })
    let fresh = choice.pairs(configuration.random) + [.any]
    guard let last = services.book.last?.ports else { return (fresh, false, nil) }
    if isBound { return ([last], true, nil) }
    guard choice.isExposed(last) else { return ([last] + fresh, false, nil) }
    return (
      fresh, false, "outgoing connections of other programs could take port \(last.provider)"
    )
  }

  /// Begins to listen: on what systemd opened, else on the first ports that can be had.
  ///
  /// - Throws: `HTTPServerError`; `CancellationError` while it waits for ports that others hold.
  func listen(
    _ proxy: RotationProxy, on wished: UInt16?, _ say: @Sendable (String) -> Void
  ) async throws -> ProxyAddresses {
    let inherited = InheritedSockets.descriptors(
      in: configuration.environment, of: configuration.processes.current.pid)
    if inherited.count == 2 {
      var ports = ProxyPorts(socket: layout.proxySocket)
      ports.inherited = inherited
      return try await proxy.start(on: ports)
    }
    let (candidates, mustWait, reason) = servicePorts(wished)
    if let reason { say("The proxy takes other ports: \(reason).") }
    if mustWait, let pair = candidates.first { return try await wait(proxy, for: pair, say) }
    for pair in candidates.dropLast() {
      if let addresses = try await proxy.startIfFree(on: proxyPorts(pair)) { return addresses }
      if pair == services.book.last?.ports {
        say("The proxy takes other ports: another program uses port \(pair.provider).")
      }
    }
    return try await proxy.start(on: proxyPorts(candidates.last ?? .any))
  }

  private func wait(
    _ proxy: RotationProxy, for pair: ServicePorts, _ say: @Sendable (String) -> Void
  ) async throws -> ProxyAddresses {
    var hasSaid = false
    while true {
      if let addresses = try await proxy.startIfFree(on: proxyPorts(pair)) { return addresses }
      if !hasSaid {
        say(
          "The desktop app is bound to port \(pair.provider), which another program uses. "
            + "The proxy waits for it.")
      }
      hasSaid = true
      try await configuration.time.sleep(for: Self.pause)
    }
  }

  private func proxyPorts(_ pair: ServicePorts) -> ProxyPorts {
    ProxyPorts(responses: pair.provider, backend: pair.backend, socket: layout.proxySocket)
  }
}
