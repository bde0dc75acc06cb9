import Testing

@testable import EngineCore

@Suite("Addresses for notices")
struct WebhookAddressTests {
  @Test(
    "https anywhere, plain http only on this machine",
    arguments: [
      ("https://hooks.example/x", true), ("HTTPS://hooks.example", true),
      ("http://127.0.0.1:8080/x", true), ("http://localhost/x", true), ("http://[::1]:1", true),
      ("http://hooks.example/x", false), ("http://127.0.0.1.example/x", false),
      ("http://localhost@evil.example/", false), ("http://localhost:x@evil.example/", false),
      ("https://", false), ("ftp://x", false), ("", false), ("https://a b", false),
      ("https://ä.example", false), ("https://x\n", false),
    ])
  func addresses(text: String, isOne: Bool) {
    #expect(WebhookAddress.isOne(Redacted(text)) == isOne)
  }
}
