import Engine
import EngineCore
import TestSupport
import Testing

@testable import EngineStandin

/// The certificate of the backend is one that only a variable vouches for, as behind a company's proxy.
@Suite(
  "A certificate that the environment names, end to end", .serialized,
  .enabled(if: SecureFront.isPossible, "needs nginx"))
struct CertificateTests {
  @Test(
    "quotas, renewals and rotated runs trust the certificate that the variable names, and no other",
    arguments: ["CODEX_CA_CERTIFICATE", "SSL_CERT_FILE"])
  func trusted(variable: String) async throws {
    let house = try await Household.ofTwo()
    let front = try await SecureFront(before: house.server.origin)
    let distrusting: [String: String?] = [
      "SWOP_CHATGPT_BASE_URL": front.origin + "/backend-api", "SWOP_AUTH_BASE_URL": front.origin,
    ]
    let trusting = distrusting.merging([variable: front.certificate.text]) { $1 }

    let refused = try await house.swop(["status", "-R", "--json"], variables: distrusting)
    await house.server.standin.update { state, _ in state.revokeBearers(of: "a") }
    let read = try await house.swop(["status", "-R", "--json"], variables: trusting)
    let ran = try await house.rotated(["hi"], variables: trusting)
    let log = String(decoding: try house.bytes(front.answerLog), as: UTF8.self)
    await front.close()

    let codes = try [refused, read].map { printed in
      try printed.json()["accounts"]?.elements?.map { $0["error"]?["code"]?.text }
    }
    #expect(codes == [["network", "network"], [nil, nil]])
    #expect(ran.status == 0 && ran.output.hasPrefix("answered by "), "\(ran)")
    let paths = Set(log.split(separator: "\n").compactMap { $0.split(separator: " ").last })
    #expect(
      paths.isSuperset(of: [
        "/backend-api/wham/usage", "/oauth/token", "/backend-api/codex/responses",
      ]))
  }
}
