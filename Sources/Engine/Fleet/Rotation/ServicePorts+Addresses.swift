import EngineProxy

extension ServicePorts {
  /// The ports of a proxy that listens.
  init(_ addresses: ProxyAddresses) {
    self.init(provider: addresses.responsesPort, backend: addresses.backendPort)
  }
}
