package import EngineCore

extension HTTPClient {
  /// Asks a server to change the protocol, over a connection of its own and HTTP/1.1.
  ///
  /// - Parameter request: Its method, address, fields and limits count; it has no body.
  /// - Returns: What the server says; a tunnel is the caller's to close.
  /// - Throws: `HTTPError`.
  package func upgrade(_ request: ClientRequest) async throws(HTTPError) -> ClientUpgrade {
    guard let target = TargetAddress(url: request.url) else {
      throw .malformed(host: "", detail: "the address is no address")
    }
    try prepareTunnels()
    guard let handle = TunnelHandle() else {
      throw .unavailable(detail: "libcurl gives no handle")
    }
    EasySetup.applyTunnel(handle.easy, url: request.url, target, request.limits, settings)
    let tunnel = ClientTunnel(handle, host: target.host, of: self)
    do throws(HTTPError) {
      try await tunnel.connect()
      let answer = try await UpgradeExchange(tunnel: tunnel, request: request, target: target).run()
      if case .refused = answer { await tunnel.close() }
      return answer
    } catch {
      await tunnel.close()
      throw error
    }
  }
}
