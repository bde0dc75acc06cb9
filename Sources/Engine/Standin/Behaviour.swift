/// A line of an account's script: a fault, where it strikes, and how often.
///
/// The first line that fits a request is taken; when it has been taken `times` times it goes, and the
/// next that fits follows.
package struct Behaviour: Hashable, Sendable {
  /// The endpoint; nil for every one that needs a bearer, or `token` for a refused refresh.
  package var endpoint: Endpoint?
  /// For how many requests, nil for ever.
  package var times: Int?
  /// What happens.
  package var fault: Fault

  /// A line of its parts.
  package init(_ fault: Fault, on endpoint: Endpoint? = nil, times: Int? = nil) {
    self.fault = fault
    self.endpoint = endpoint
    self.times = times
  }
}

extension Behaviour: Codable {
  private enum CodingKeys: String, CodingKey {
    case endpoint, times
  }

  /// The fault's own members stand beside `endpoint` and `times`.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    endpoint = try values.decodeIfPresent(Endpoint.self, forKey: .endpoint)
    times = try values.decodeIfPresent(Int.self, forKey: .times)
    fault = try Fault(from: decoder)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encodeIfPresent(endpoint, forKey: .endpoint)
    try values.encodeIfPresent(times, forKey: .times)
    try fault.encode(to: encoder)
  }
}

extension Behaviour {
  /// Whether it strikes at an endpoint. Without an endpoint it strikes wherever a bearer is needed, so
  /// that "401 everywhere" leaves the refresh alive.
  func fits(_ asked: Endpoint) -> Bool {
    if let endpoint { return endpoint == asked }
    if case .refreshRefused = fault { return asked == .token }
    return asked.needsBearer
  }
}

extension [Behaviour] {
  /// Takes the first line that fits a request and counts it.
  mutating func take(for endpoint: Endpoint) -> Fault? {
    guard let index = firstIndex(where: { $0.fits(endpoint) }) else { return nil }
    let fault = self[index].fault
    if let times = self[index].times {
      self[index].times = times - 1
      if times <= 1 { remove(at: index) }
    }
    return fault
  }
}
