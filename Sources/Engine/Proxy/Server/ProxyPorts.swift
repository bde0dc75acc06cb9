package import EngineCore

/// Where a proxy shall listen, beside nowhere but 127.0.0.1.
package struct ProxyPorts: Hashable, Sendable {
  /// The port for `openai_base_url`; 0 lets the system choose.
  package var responses: UInt16
  /// The port for `chatgpt_base_url`, which has to be another origin; 0 lets the system choose.
  package var backend: UInt16
  /// Two sockets that listen already, for `openai_base_url` and `chatgpt_base_url`, which are used instead
  /// of opening ports; empty if none were opened.
  package var inherited: [Int32] = []
  /// A unix socket that serves the same, nil for none.
  package var socket: FilePath?

  /// Ports of their parts.
  package init(responses: UInt16 = 0, backend: UInt16 = 0, socket: FilePath? = nil) {
    self.responses = responses
    self.backend = backend
    self.socket = socket
  }
}
