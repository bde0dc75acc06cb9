package import EngineCore

/// Posts notices to an address of the user's. The address is a secret: whoever knows it can post there.
package struct WebhookSender: NoticeSender {
  /// How long a post may take.
  private static let limit = Duration.seconds(10)

  private let transport: any HTTPTransport
  private let address: Redacted<String>
  private let time: any TimeSource

  /// A sender to an address.
  package init(to address: Redacted<String>, transport: any HTTPTransport, time: any TimeSource) {
    self.transport = transport
    self.address = address
    self.time = time
  }

  package func send(_ notice: Notice) async -> String? {
    let body = Body(
      schemaVersion: 1, kind: notice.kind.rawValue, account: notice.label,
      message: notice.message, text: "swop: " + notice.message,
      at: ClockText.stamp(time.now()))
    guard let data = try? JSONEncoder().encode(body) else { return "A notice cannot be written." }
    let request = HTTPRequest(
      method: "POST", url: address.reveal(),
      headers: [HTTPField("Content-Type", "application/json"), HTTPField("User-Agent", "swop")],
      body: data, limit: Self.limit, responseLimit: 64 << 10)
    do {
      let answer = try await transport.send(request)
      return (200..<300).contains(answer.status)
        ? nil : "The webhook answered \(answer.status) to a notice."
    } catch {
      // The error's own sentence names the server.
      return "The webhook could not be reached for a notice."
    }
  }

  /// What is posted; `text` is what chat services show.
  private struct Body: Encodable {
    private enum CodingKeys: String, CodingKey {
      case schemaVersion = "schema_version"
      case kind, account, message, text, at
    }

    let schemaVersion: Int
    let kind: String
    let account: String?
    let message: String
    let text: String
    let at: String
  }
}
