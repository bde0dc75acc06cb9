import EngineCore
import Testing

@testable import EngineHTTP

@Suite("ClientSettings")
struct ClientSettingsTests {
  @Test(
    "trust the certificates that the environment names, codex's own variable first",
    arguments: [
      (["CODEX_CA_CERTIFICATE": "/a", "SSL_CERT_FILE": "/b"], "/a"),
      (["CODEX_CA_CERTIFICATE": "", "SSL_CERT_FILE": "/b"], "/b"), (["OTHER": "/c"], nil),
    ])
  func certificates(variables: [String: String], file: String?) {
    let settings = ClientSettings(environment: ProcessEnvironment(variables))

    #expect(settings.trustedCertificates == file.map { FilePath($0) })
  }
}
