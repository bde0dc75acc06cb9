/// How long a request may take, part by part.
package struct ClientLimits: Hashable, Sendable {
  /// Until the connection stands: name, TCP, TLS.
  package var connect: Duration = .seconds(10)
  /// From the last sent byte to the head of the answer, nil for ever.
  package var head: Duration? = .seconds(25)
  /// Between two parts of the answer's body, while somebody wants to read it; nil for ever.
  package var stall: Duration? = .seconds(240)
  /// All together, nil for ever.
  package var total: Duration?

  /// The usual limits of a stream.
  package init() {}

  /// One limit for everything.
  package init(total: Duration) {
    connect = total
    head = nil
    stall = nil
    self.total = total
  }
}
