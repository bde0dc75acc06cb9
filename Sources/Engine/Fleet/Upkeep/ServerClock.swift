import EngineCore
import Synchronization

/// The date by the servers' clocks, taken from the `Date` header of their answers. What is destroyed for good
/// after some time is destroyed by this clock: the machine's own may be wrong by weeks.
///
/// A class: the transport that notes dates and the code that asks for one share what was seen last.
final class ServerClock: HTTPTransport {
  /// What a server said, and what this process's clock showed.
  private struct Seen {
    let date: Date
    let uptime: Duration
  }

  private static let name = "server-date"
  /// How old a date of another process may be: an hour, in seconds.
  private static let storedAge: Double = 3_600
  private static let limit = Duration.seconds(5)

  private let transport: any HTTPTransport
  private let cache: any ValueCache
  private let time: any TimeSource
  private let address: String
  private let last = Mutex<Seen?>(nil)

  /// A clock that reads along with what a fleet sends.
  init(of world: FleetConfiguration) {
    transport = world.http
    cache = world.state
    time = world.time
    // Asked when nothing else was.
    address = world.addresses.authOverride ?? TokenServer.defaultBase
  }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let response = try await transport.send(request)
    note(response)
    return response
  }

  /// The date now as far as it is known without asking, never earlier than the servers' own; nil if no server
  /// answered within the last hour.
  func latest() -> Date? {
    if let seen = last.withLock({ $0 }) {
      return seen.date + Self.seconds(time.uptime() - seen.uptime)
    }
    let text = try? cache.cached(Self.name, maximumAge: Self.storedAge, now: time.now())
    // How long ago that was is only known to the hour: a later date keeps things longer.
    return text.flatMap { $0 }.flatMap(HTTPDate.moment).map { $0 + Self.storedAge }
  }

  /// Asks a server for the date.
  ///
  /// - Returns: The date; nil if none answers with one within five seconds.
  func ask() async -> Date? {
    // Whatever the answer's status: it carries a date.
    let response = try? await send(HTTPRequest(url: address, limit: Self.limit))
    return response.flatMap(Self.date)
  }

  private func note(_ response: HTTPResponse) {
    guard let date = Self.date(of: response) else { return }
    let isFirst = last.withLock { last in
      defer { last = Seen(date: date, uptime: time.uptime()) }
      return last == nil
    }
    // Only the next process needs it: without it things are kept longer.
    if isFirst { try? cache.setCached(Self.name, HTTPDate.text(date), now: time.now()) }
  }

  private static func date(of response: HTTPResponse) -> Date? {
    response.headers.value(of: "Date").flatMap(HTTPDate.moment)
  }

  private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
