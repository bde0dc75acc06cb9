/// Keeps a transfer wanted: when the last copy goes, the transfer is cut.
final class TransferHandle: Sendable {
  let client: HTTPClient
  let id: Int

  init(client: HTTPClient, id: Int) {
    self.client = client
    self.id = id
  }

  deinit {
    client.abandon(id)
  }
}
