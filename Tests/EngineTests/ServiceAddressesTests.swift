import EngineCore
import Testing

@testable import Engine

@Suite("Where the servers are")
struct ServiceAddressesTests {
  @Test(
    "plain http on this machine and https anywhere are taken, a closing slash goes",
    arguments: [
      ("http://127.0.0.1:80/backend-api/", "http://127.0.0.1:80/backend-api"),
      ("http://localhost:1", "http://localhost:1"), ("http://[::1]:2/x", "http://[::1]:2/x"),
      ("https://relay.example/a", "https://relay.example/a"),
    ])
  func taken(text: String, expected: String) throws {
    let environment = ProcessEnvironment(["SWOP_CHATGPT_BASE_URL": text])

    #expect(try ServiceAddresses(environment: environment).chatGPTOverride == expected)
  }

  @Test(
    "everything else is refused without showing it",
    arguments: [
      "http://relay.example", "http://127.0.0.1.evil.example", "http://me:secret@127.0.0.1",
      "ftp://127.0.0.1", "127.0.0.1:80", "http://",
    ])
  func refused(text: String) {
    let environment = ProcessEnvironment(["SWOP_AUTH_BASE_URL": text])

    let error = #expect(throws: AddressError(variable: "SWOP_AUTH_BASE_URL")) {
      _ = try ServiceAddresses(environment: environment)
    }

    #expect(error?.outcome == .usage)
    #expect(error?.message.contains("secret") == false)
  }

  @Test("an empty variable counts as not set")
  func empty() throws {
    let environment = ProcessEnvironment(["SWOP_AUTH_BASE_URL": ""])

    #expect(try ServiceAddresses(environment: environment).authOverride == nil)
  }
}
