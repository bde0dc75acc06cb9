/// What a server accepts, and for how long it waits.
package struct ServerSettings: Hashable, Sendable {
  /// The largest request head, in bytes; larger ones are answered 431.
  package var headLimit = 1 << 16
  /// The largest request body, in bytes; larger ones are answered 413.
  package var bodyLimit = 64 << 20
  /// How many connections may be open; more are answered 503.
  package var connectionLimit = 4096
  /// How long a connection without a request stays open.
  package var idleLimit: Duration = .seconds(75)
  /// How many connections may be open that have not proved themselves (`ServerRequest.markProven`); for one more
  /// the oldest of them is closed, once it had half a second. Nil where nothing has to be proved.
  package var unprovenLimit: Int?
  /// Whether the user at the other end of a connection is looked up, once a connection.
  package var identifiesPeers = false
  /// How long a request head may take to arrive; where connections have to prove themselves, counted from
  /// the connection's start.
  package var headTimeLimit: Duration = .seconds(10)
  /// How long a client may pause inside a request body.
  package var bodyStallLimit: Duration = .seconds(30)
  /// How long a client may take none of an answer; generous, because programs are suspended.
  package var writeStallLimit: Duration = .seconds(600)
  /// How long a closed connection waits for the client to close too, so that it can read the answer.
  package var lingerLimit: Duration = .seconds(2)

  /// The usual settings.
  package init() {}
}
