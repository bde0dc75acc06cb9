import EngineCore
import Testing

@testable import Engine

@Suite("RepositorySpec")
struct RepositorySpecTests {
  struct Form: Sendable, CustomTestStringConvertible {
    let text: String
    var host: String?
    let shown: String
    let address: String?
    let folder: String
    var testDescription: String { text }
  }

  static let forms = [
    Form(
      text: "acme/website", shown: "acme/website", address: "https://github.com/acme/website.git",
      folder: "acme/website"),
    Form(
      text: "acme/website.git", host: "git.acme.example", shown: "acme/website",
      address: "https://git.acme.example/acme/website.git", folder: "acme/website"),
    Form(
      text: "https://github.com/acme/web.site", shown: "acme/web.site",
      address: "https://github.com/acme/web.site.git", folder: "acme/web.site"),
    Form(
      text: "https://git.acme.example:8443/acme/website.git/", shown: "acme/website",
      address: "https://git.acme.example:8443/acme/website.git", folder: "acme/website"),
    Form(
      text: "git@GitHub.com:acme/website.git", shown: "acme/website",
      address: "https://github.com/acme/website.git", folder: "acme/website"),
    Form(
      text: "ssh://git@github.com/acme/website.git", shown: "acme/website",
      address: "https://github.com/acme/website.git", folder: "acme/website"),
    Form(text: "/srv/website", shown: "/srv/website", address: nil, folder: "local/website"),
    Form(text: "./a/../b.git", shown: "/here/b.git", address: nil, folder: "local/b"),
    Form(text: "../b", shown: "/b", address: nil, folder: "local/b"),
    Form(text: ".", shown: "/here", address: nil, folder: "local/here"),
    Form(text: "~/b", shown: "/home/me/b", address: nil, folder: "local/b"),
    Form(text: "file:///srv/my-site", shown: "/srv/my-site", address: nil, folder: "local/my-site"),
    Form(text: "file://localhost/srv/%62", shown: "/srv/b", address: nil, folder: "local/b"),
  ]

  @Test("every form is understood", arguments: forms)
  func understood(_ form: Form) throws {
    let spec = try RepositorySpec(form.text, host: form.host, folder: "/here", home: "/home/me")

    #expect(spec.shown == form.shown)
    #expect(spec.address == form.address)
    #expect(spec.folder == form.folder)
  }

  @Test(
    "anything else is refused in one sentence",
    arguments: [
      "", "website", "acme/", "/", "acme/website/issues", "http://github.com/acme/website",
      "https://github.com", "https://github.com/acme", "https://github.com/acme/website/tree/main",
      "ftp://github.com/acme/website", "acme/web site", "-acme/website", "acme/..", "acme/.git/x",
      "file:relative", "file://elsewhere/srv/x", "file:///srv/%zz", "git@github.com/acme/website",
      "https://git hub.com/a/b", "https://-x/a/b",
    ])
  func refused(_ text: String) throws {
    let error = try #require(throws: WorkspaceError.self) {
      try RepositorySpec(text, folder: "/here", home: "/home/me")
    }

    #expect(error.code == "bad_repository")
    #expect(error.outcome == .usage)
    #expect(!error.message.contains("\n"))
  }

  @Test(
    "an address with a password in it is refused and not repeated",
    arguments: ["https://me:hunter2@github.com/acme/website", "hunter2@github.com:acme/website"])
  func passwords(_ text: String) throws {
    let error = try #require(throws: WorkspaceError.self) {
      try RepositorySpec(text, folder: "/here", home: "/home/me")
    }

    #expect(!error.message.contains("hunter2"))
    #expect(error.message.contains("carries a user or a password"))
  }
}
