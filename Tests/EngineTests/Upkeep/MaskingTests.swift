import Engine
import EngineCore
import Testing

@Suite("Masking")
struct MaskingTests {
  private let masking = Masking(
    labels: ["work", "ada@acme.test", "Ümlaut"], secrets: ["acc-77"], home: "/home/ada")

  @Test(
    "takes out labels, addresses, the home folder and whatever looks like a key",
    arguments: [
      ("work is blocked", "account-1 is blocked"), ("WORK: ready", "account-1: ready"),
      ("workspace", "workspace"), ("signed in as ada@acme.test", "signed in as <e-mail>"),
      ("ÜMLAUT ended", "account-3 ended"), ("account acc-77.", "account <masked>."),
      ("/home/ada/.swop/state.db has mode 0644", "~/.swop/state.db has mode 0644"),
      ("ada is here", "<user> is here"), ("https://u:pw@proxy:1/x", "https://<masked>@proxy:1/x"),
      ("key sk-abcd1234", "key <masked>"), ("Bearer abc.def", "Bearer <masked>"),
      ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "<masked>"),
      ("thread 019aa3e0-5d2a-7c41-9f5e-3f1f6d2f9a10", "thread <masked>"),
      ("2026-11-20T14:32:07Z run_started", "2026-11-20T14:32:07Z run_started"),
      ("a\u{1B}[31mb", "a[31mb"),
    ])
  func masks(text: String, expected: String) {
    #expect(masking.masked(text) == expected)
  }

  @Test("a home that says nothing of a person is only shortened")
  func root() {
    let masking = Masking(labels: [], home: "/root")

    #expect(masking.masked("/root/.swop of root") == "~/.swop of root")
  }
}
