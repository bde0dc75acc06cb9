/// Requests that wait for an account, woken in the order in which they came the moment one frees up.
/// Nobody asks again and again.
package struct WaitQueue: Hashable, Sendable {
  /// Who waits, the first first.
  package private(set) var requests: [RequestNumber] = []

  /// Nobody waits.
  package init() {}

  /// How many wait.
  package var count: Int { requests.count }

  /// Adds a request behind the others; one that waits already keeps its place.
  package mutating func join(_ request: RequestNumber) {
    if !requests.contains(request) { requests.append(request) }
  }

  /// Takes a request out, wherever it stands.
  package mutating func leave(_ request: RequestNumber) {
    requests.removeAll { $0 == request }
  }
}
