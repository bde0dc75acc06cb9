/// What a request parser found next.
package enum RequestEvent: Hashable, Sendable {
  /// A request begins.
  case head(RequestHead)
  /// A part of its body, never empty.
  case body([UInt8])
  /// The request is complete; another may follow.
  case end
}
