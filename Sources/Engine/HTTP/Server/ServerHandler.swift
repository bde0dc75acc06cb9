/// Answers one request: straight-line code on the server's loop. Its task is cancelled when the client
/// leaves. An error it throws before the answer began becomes one (413, 400, 408, else 500); after that it
/// cuts the connection. An answer that was begun and not finished is finished when it returns.
package typealias ServerHandler =
  @Sendable (ServerRequest, ServerResponse) async throws -> Void
