import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("Preparing a workspace's volumes")
struct SetupScriptTests {
  /// The volumes as folders of this machine.
  struct Place {
    let folder: TemporaryFolder
    var plan: SetupPlan

    init() throws {
      folder = try TemporaryFolder()
      plan = SetupPlan(
        work: (folder / "work").text, home: (folder / "home").text,
        codexHome: (folder / "home/.codex").text)
      try DiskFileSystem().createFolder(folder / "temporary", mode: .privateFolder)
    }

    func git(_ words: String..., in name: String = "source") async throws {
      let who = [
        "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-C", (folder / name).text,
      ]
      let command = ProcessCommand(
        executable: "/usr/bin/env", arguments: (["git"] + who + words).map { Argument($0) },
        environment: ProcessEnvironment(["PATH": "/usr/bin:/bin", "HOME": folder.path.text]))
      let output = try await PosixProcessRunner().run(command, limit: .seconds(60))
      #expect(output.end == .exited(0), "\(words)")
    }

    /// A repository with a commit on `main` and one more on `next`.
    func source() async throws -> String {
      let files = DiskFileSystem()
      try files.createFolder(folder / "source", mode: .privateFolder)
      try await git("init", "--quiet", "--initial-branch=main")
      try files.replace(folder / "source/a", with: Data("one\n".utf8), mode: .sharedFile)
      try await git("add", ".")
      try await git("commit", "--quiet", "--message=one")
      try await git("checkout", "--quiet", "-b", "next")
      try files.replace(folder / "source/a", with: Data("two\n".utf8), mode: .sharedFile)
      try await git("commit", "--quiet", "--all", "--message=two")
      try await git("checkout", "--quiet", "main")
      return (folder / "source").text
    }

    func run(path: String = "/usr/bin:/bin") async throws -> EngineAnswer {
      let command = ProcessCommand(
        executable: "/bin/sh", arguments: ["-s"],
        environment: ProcessEnvironment(["PATH": path, "TMPDIR": (folder / "temporary").text]),
        input: SetupScript.text(of: plan))
      let output = try await PosixProcessRunner().run(command, limit: .seconds(60))
      return EngineAnswer(
        status: output.end.status,
        output: String(decoding: output.standardOutput.reveal(), as: UTF8.self),
        errors: String(decoding: output.standardError.reveal(), as: UTF8.self))
    }

    func text(_ name: String) -> String? {
      (try? DiskFileSystem().read(folder / name)).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test("a repository is cloned whole, and the ref that was asked for is checked out")
  func clones() async throws {
    var place = try Place()
    place.plan.clone = .init(
      address: try await place.source(), path: (place.folder / "work/acme/site").text, ref: "next",
      token: nil)

    let answer = try await place.run()

    #expect(answer.status == 0, "\(answer.errors)")
    #expect(place.text("work/acme/site/a") == "two\n")
    #expect(try DiskFileSystem().list(place.folder / "work/acme") == ["site"])
    #expect(try DiskFileSystem().list(place.folder / "temporary") == [])
  }

  @Test("what is cloned already is left alone")
  func keeps() async throws {
    var place = try Place()
    place.plan.clone = .init(
      address: try await place.source(), path: (place.folder / "work/acme/site").text, ref: nil,
      token: nil)
    _ = try await place.run()
    try DiskFileSystem().replace(
      place.folder / "work/acme/site/a", with: Data("mine\n".utf8), mode: .sharedFile)

    let answer = try await place.run()

    #expect(answer.status == 0)
    #expect(place.text("work/acme/site/a") == "mine\n")
  }

  @Test("a repository that is not there, and a ref that is not there, have statuses of their own")
  func failures() async throws {
    var place = try Place()
    let source = try await place.source()
    let path = (place.folder / "work/acme/site").text
    place.plan.clone = .init(address: source + "-not", path: path, ref: nil, token: nil)
    let missing = try await place.run()
    place.plan.clone = .init(address: source, path: path, ref: "nowhere", token: nil)
    let noRef = try await place.run()

    #expect(missing.status == SetupPlan.notCloned)
    #expect(missing.reason.contains("does not exist"))
    #expect(noRef.status == SetupPlan.noSuchRef)
    #expect(!DiskFileSystem().exists(place.folder / "work/acme/site"))
    #expect(!DiskFileSystem().exists(place.folder / "work/acme/.swop-clone"))
    #expect(try DiskFileSystem().list(place.folder / "temporary") == [])
  }

  @Test(
    "git gets the token for one server, from a helper that holds nothing and is gone afterwards")
  func askpass() async throws {
    var place = try Place()
    let files = DiskFileSystem()
    let bin = place.folder / "bin"
    try files.createFolder(bin, mode: .privateFolder)
    // Plays git: asks as git does, and keeps what it saw for the test.
    let git = """
      #!/bin/sh
      case "$*" in *clone*) ;; *) exit 0 ;; esac
      {
        echo "arguments: $*"
        for host in github.com x github.com.evil.example github.com:8443; do
          echo "$host user: $("$GIT_ASKPASS" "Username for 'https://$host': ")"
          echo "$host password: $("$GIT_ASKPASS" "Password for 'https://x-access-token@$host': ")"
        done
        echo "helper holds token: $(grep -c "$SWOP_GIT_TOKEN" "$GIT_ASKPASS")"
      } >'\(place.folder / "seen")'
      for part; do :; done
      mkdir -p "$part/.git"
      """
    try files.replace(bin / "git", with: Data(git.utf8), mode: FileMode(bits: 0o700))
    place.plan.clone = .init(
      address: "https://github.com/acme/site.git", path: (place.folder / "work/acme/site").text,
      ref: nil,
      token: GitToken(Redacted("gh-'secret'"), host: "github.com", variables: ["GH_TOKEN"]))

    let answer = try await place.run(path: "\(bin):/usr/bin:/bin")

    #expect(answer.status == 0, "\(answer.errors)")
    #expect(
      place.text("seen") == """
        arguments: clone --quiet -- https://github.com/acme/site.git \
        \(place.folder / "work/acme/.swop-clone")
        github.com user: x-access-token
        github.com password: gh-'secret'
        x user:\u{20}
        x password:\u{20}
        github.com.evil.example user:\u{20}
        github.com.evil.example password:\u{20}
        github.com:8443 user:\u{20}
        github.com:8443 password:\u{20}
        helper holds token: 0

        """)
    #expect(try files.list(place.folder / "temporary") == [])
  }

  @Test(
    "the sign-in and the configuration are for their owner only, and our part of it is replaced, not doubled"
  )
  func signIn() async throws {
    var place = try Place()
    let files = DiskFileSystem()
    place.plan.signIn = Redacted(Data("{\"it's\":1}".utf8))
    place.plan.configuration = Redacted("model_provider = \"older\"")
    _ = try await place.run()
    let own = (place.text("home/.codex/config.toml") ?? "") + "[features]\nmine = true\n"
    try files.replace(
      place.folder / "home/.codex/config.toml", with: Data(own.utf8), mode: .privateFile)
    place.plan.configuration = Redacted("model_provider = \"openai\"")

    let answer = try await place.run()

    #expect(answer.status == 0, "\(answer.errors)")
    #expect(place.text("home/.codex/auth.json") == "{\"it's\":1}")
    #expect(try files.status(place.folder / "home/.codex/auth.json")?.mode == .privateFile)
    #expect(try files.status(place.folder / "home/.codex/config.toml")?.mode == .privateFile)
    #expect(
      place.text("home/.codex/config.toml") == """
        # swop: begin
        model_provider = "openai"
        # swop: end
        [features]
        mine = true

        """)
  }

  @Test(
    "git learns who commits, and takes a token that stays from the environment, for one server only"
  )
  func git() async throws {
    var place = try Place()
    place.plan.committer = (name: "Ada L.", email: nil)
    place.plan.keptToken = GitToken(
      Redacted("gh-secret"), host: "git.acme.example", variables: ["GH_ENTERPRISE_TOKEN"])

    let answer = try await place.run()

    #expect(answer.status == 0, "\(answer.errors)")
    let config = try #require(place.text("home/.gitconfig"))
    #expect(config.contains("name = Ada L."))
    #expect(config.contains("$GH_ENTERPRISE_TOKEN") && !config.contains("gh-secret"))
    #expect(config.contains("[credential \"https://git.acme.example\"]"))
    #expect(!config.contains("[credential]"))
    #expect(!config.contains("email"))
  }
}
