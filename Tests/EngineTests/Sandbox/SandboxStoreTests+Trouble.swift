import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

/// What is not as it should be: it is put right, reported, or refused.
extension SandboxStoreTests {
  @Test("a link that somebody pointed elsewhere is reported and left alone")
  func linkElsewhere() async throws {
    try await at.prepare()
    try at.files.remove(at.own("AGENTS.md"))
    try at.files.createLink(at.own("AGENTS.md"), to: "/somewhere/AGENTS.md")

    let findings = try await at.prepare()

    #expect(
      findings == [
        SandboxFinding(
          path: at.own("AGENTS.md"),
          problem: .linkElsewhere(
            target: "/somewhere/AGENTS.md", expected: at.shared("AGENTS.md")))
      ])
  }

  @Test("a shared home that is reached by another name is the same shared home")
  func sharedHomeByAnotherName() async throws {
    try at.write(at.shared("AGENTS.md"))
    try at.files.createLink(at.folder / "alias", to: at.layout.sharedHome)
    try at.files.createLink(at.own("AGENTS.md"), to: at.folder / "alias" / "AGENTS.md")

    let findings = try await at.prepare()

    #expect(findings.filter(\.isNoteworthy) == [])
  }

  @Test("what the shared home has in the place of a folder is reported, and the rest is linked")
  func unusableSharedSide() async throws {
    try at.write(at.shared("skills"), "a file")

    let findings = try await at.prepare()

    #expect(findings.filter(\.isNoteworthy).map(\.path) == [at.own("skills")])
    #expect(try at.text(at.shared("skills")) == "a file")
    #expect(try at.files.status(at.own("rules"))?.kind == .link)
  }

  @Test("permissions that others could use are taken back and reported")
  func permissions() async throws {
    try await at.prepare()
    try at.files.setMode(at.sandbox.signInFile, .sharedFile)
    try at.files.setMode(at.sandbox.codexHome, FileMode(bits: 0o755))

    let findings = try await at.prepare()

    #expect(try at.files.status(at.sandbox.signInFile)?.mode == .privateFile)
    #expect(try at.files.status(at.sandbox.codexHome)?.mode == .privateFolder)
    #expect(
      findings.map(\.message) == [
        "\(at.sandbox.codexHome) had mode 0755, not 0700; repaired.",
        "\(at.sandbox.signInFile) had mode 0644, not 0600; repaired.",
      ])
  }

  @Test("a sign-in that is a link is refused, and nothing is changed")
  func linkedSignIn() async throws {
    try at.files.remove(at.sandbox.signInFile)
    try at.write(at.shared("auth.json"), "the user's own")
    try at.files.createLink(at.sandbox.signInFile, to: at.shared("auth.json"))

    await #expect(throws: SandboxError.linkedSignIn(path: at.sandbox.signInFile)) {
      try await at.prepare()
    }

    #expect(try at.files.list(at.sandbox.codexHome) == ["auth.json"])
    #expect(try at.text(at.shared("auth.json")) == "the user's own")
  }

  @Test("a sandbox that is not there is not made up")
  func missing() async throws {
    try at.files.removeTree(at.sandbox.path)

    await #expect(throws: SandboxError.missing(path: at.sandbox.path)) { try await at.prepare() }
  }

  @Test("a home folder that leads out of the sandbox is refused")
  func linkedHome() async throws {
    try at.files.removeTree(at.sandbox.codexHome)
    try at.files.createFolder(at.folder / "outside", mode: .privateFolder)
    try at.files.createLink(at.sandbox.codexHome, to: at.folder / "outside")

    await #expect(throws: SandboxError.notFolder(path: at.sandbox.codexHome)) {
      try await at.prepare()
    }
    #expect(try at.files.list(at.folder / "outside") == [])
  }
}
