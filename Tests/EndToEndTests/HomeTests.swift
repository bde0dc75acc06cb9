import Engine
import EngineCore
import EnginePlatform
import EngineStandin
import TestSupport
import Testing

@Suite("Homes that are moved or chosen, end to end")
struct HomeTests {
  private let files = DiskFileSystem()
  private static let exec = ["codex", "--account", "a", "exec", "--skip-git-repo-check"]

  /// A household whose root is inside its home, and that home.
  private func house(_ home: String) async throws -> (Household, [String: String?]) {
    let house = try await Household([StandinAccount("a")])
    try files.createFolder(house.folder / home, mode: .privateFolder)
    return (house, ["HOME": (house.folder / home).text, "SWOP_ROOT": nil])
  }

  private func add(_ house: Household, _ variables: [String: String?]) async throws {
    let file = try await house.newSignIn(of: "a")
    let added = try await house.swop(["add", "a", "--import", file.text], variables: variables)
    try #require(added.status == 0, "\(added)")
  }

  @Test("after the home was moved, runs go on and the last conversation is found")
  func moved() async throws {
    let (house, old) = try await house("h1")
    try await add(house, old)
    let config = house.folder / "h1/.codex/config.toml"
    let first = try await house.swop(Self.exec + ["one"], variables: old)
    try #require(first.status == 0, "\(first)")
    try files.replace(config, with: Data("model = \"gpt-5\"\n".utf8), mode: .privateFile)
    // As swop 1.0 made them: absolute, into the home of before.
    let sandbox = house.folder / "h1/.swop/accounts/a/codex"
    for name in try files.list(sandbox)
    where try files.status(sandbox / name)?.kind == .link {
      try files.remove(sandbox / name)
      try files.createLink(sandbox / name, to: house.folder / "h1/.codex" / name)
    }

    try files.move(house.folder / "h1", to: house.folder / "h2")
    let new: [String: String?] = ["HOME": (house.folder / "h2").text, "SWOP_ROOT": nil]
    let sick = try await house.swop(["doctor"], variables: new)
    let resumed = try await house.swop(Self.exec + ["resume", "--last", "two"], variables: new)
    let well = try await house.swop(["doctor"], variables: new)

    #expect(sick.output.contains("before the shared folder moved"), "\(sick)")
    #expect(sick.output.contains("Codex looks for 1 conversation where"), "\(sick)")
    #expect(resumed.status == 0, "\(resumed)")
    #expect(resumed.errors.contains("The shared folder has moved since the last run"))
    #expect(!well.output.contains("moved"), "\(well)")
    func session(_ printed: Printed) -> Substring? {
      printed.errors.split(separator: "\n").first { $0.hasPrefix("session id: ") }
    }
    #expect(session(first) != nil && session(resumed) == session(first))
    let link = house.folder / "h2/.swop/accounts/a/codex/sessions"
    #expect(try files.linkTarget(link) == "../../../../.codex/sessions")

    // Relative links need no mending; the rows of codex's own list do.
    try files.move(house.folder / "h2", to: house.folder / "h3")
    let newest: [String: String?] = ["HOME": (house.folder / "h3").text, "SWOP_ROOT": nil]
    let fixed = try await house.swop(["doctor", "--fix"], variables: newest)
    #expect(fixed.output.contains("repaired  lead codex's list to conversations that have moved"))
    let again = try await house.swop(Self.exec + ["resume", "--last", "three"], variables: newest)
    #expect(session(again) == session(first), "\(again)")
  }

  @Test("the user's own CODEX_HOME is shared and remembered, and a change is not followed")
  func ownHome() async throws {
    let (house, base) = try await house("h1")
    let (one, other) = (house.folder / "h1/.config/codex", house.folder / "h1/other")
    try files.createFolder(one, mode: .privateFolder)
    let config = "model = \"gpt-5-codex\"\n"
    try files.replace(one / "config.toml", with: Data(config.utf8), mode: .privateFile)
    func variables(_ home: FilePath?) -> [String: String?] {
      base.merging(["CODEX_HOME": home?.text]) { $1 }
    }
    try await add(house, variables(one))

    let remembered = try await house.swop(["config", "get", "codex.home"], variables: base)
    #expect(remembered.output == "\(one)\n", "\(remembered)")
    let ran = try await house.swop(Self.exec + ["one"], variables: variables(one))
    #expect(ran.status == 0 && ran.errors.contains("model: gpt-5-codex"), "\(ran)")
    #expect(files.exists(one / "state_5.sqlite"))
    #expect(!files.exists(house.folder / "h1/.codex"))
    let status = try await house.swop(["status"], variables: base)
    #expect(status.output.contains("Accounts share \(one)"), "\(status)")

    try files.createFolder(other, mode: .privateFolder)
    for changed in [other, nil] {
      let refused = try await house.swop(Self.exec + ["two"], variables: variables(changed))
      #expect(refused.status == 1, "\(refused)")
      #expect(refused.errors.contains("swop config set codex.home \(one)"), "\(refused)")
      #expect(try files.list(other) == [])
    }
    // What codex starts has the sandbox's own home in its environment.
    let sandbox = house.folder / "h1/.swop/accounts/a/codex"
    #expect(
      try await house.swop(Self.exec + ["two"], variables: variables(sandbox)).status == 0)
    let link = sandbox / "config.toml"
    #expect(try files.resolve(link) == one / "config.toml")

    let set = try await house.swop(["config", "set", "codex.home", other.text], variables: base)
    #expect(set.status == 0, "\(set)")
    let moved = try await house.swop(Self.exec + ["three"], variables: variables(other))
    #expect(moved.status == 0, "\(moved)")
    #expect(files.exists(other / "state_5.sqlite"))
    #expect(try files.linkTarget(link) == "../../../../other/config.toml")
  }

  @Test(
    "a shared folder that cannot be one is named before anything is made", arguments: [true, false])
  func unusable(isLink: Bool) async throws {
    let (house, variables) = try await house("h1")
    let home = house.folder / "h1/.codex"
    if isLink {
      try files.createLink(home, to: "gone")
    } else {
      try files.replace(home, with: Data(), mode: .privateFile)
    }
    let file = try await house.newSignIn(of: "a")

    let added = try await house.swop(["add", "a", "--import", file.text], variables: variables)
    #expect(added.status == 1, "\(added)")
    #expect(added.errors.contains("\(home), which accounts share, is "), "\(added)")
    #expect(added.errors.contains(isLink ? "mkdir -p" : "mv "), "\(added)")
    #expect(!files.exists(house.folder / "h1/.swop"))

    try files.remove(home)
    try await add(house, variables)
    try? files.removeTree(home)
    try files.createLink(home, to: isLink ? "gone" : "/dev/null")
    let ran = try await house.swop(Self.exec + ["one"], variables: variables)
    #expect(ran.status == 1 && ran.errors.contains("which accounts share, is "), "\(ran)")
    let doctor = try await house.swop(["doctor"], variables: variables)
    #expect(doctor.status == 1 && doctor.output.contains("which accounts share, is "), "\(doctor)")
  }

  @Test("one rule says where runs are refused", arguments: ["codex", "doctor", "add"])
  func temporary(command: String) async throws {
    let house = try await Household([StandinAccount("a")])
    let root = FilePath("/tmp/swop-tests-\(house.folder.path.name)")
    defer { try? files.removeTree(root) }
    let variables: [String: String?] = ["TMPDIR": "/var/tmp/x", "SWOP_ROOT": (root / "root").text]
    let file = try await house.newSignIn(of: "a")
    let added = try await house.swop(["add", "a", "--import", file.text], variables: variables)
    #expect(added.status == 0, "\(added)")

    let said: Printed
    switch command {
    case "codex":
      said = try await house.swop(Self.exec + ["hi"], variables: variables)
      #expect(said.status == 1)
    case "doctor": said = try await house.swop(["doctor"], variables: variables)
    default: said = added
    }

    #expect("\(said)".contains("under"), "\(said)")
    #expect("\(said)".contains("/tmp"), "\(said)")
    #expect("\(said)".contains("creates no lock"), "\(said)")
  }

  @Test("a long path gets one sentence, or works")
  func long() async throws {
    let house = try await Household([StandinAccount("a")])
    let home = (0..<4).reduce(house.folder.path) { path, _ in
      path / String(repeating: "d", count: 120)
    }
    try files.createFolder(home, mode: .privateFolder)
    let variables: [String: String?] = ["HOME": home.text, "SWOP_ROOT": nil]
    for line in [
      ["status"], ["add", "a", "--device-auth"], ["doctor"], ["events"], ["proxy", "status"],
    ] {
      let ended = try await house.swop(line, variables: variables)
      #expect(ended.status == 1, "\(line): \(ended)")
      #expect(ended.errors.contains("The path of swop's folder has "), "\(line): \(ended)")
    }
    let short: [String: String?] = ["HOME": home.text]
    let file = try await house.newSignIn(of: "a")
    let added = try await house.swop(["add", "a", "--import", file.text], variables: short)
    #expect(added.status == 1, "\(added)")
    #expect(added.errors.contains("swop config set codex.home"), "\(added)")
  }

  @Test("without HOME, as under systemd or cron, everything works")
  func noHome() async throws {
    let house = try await Household([StandinAccount("a")])
    let file = try await house.newSignIn(of: "a")
    let none: [String: String?] = ["HOME": nil]
    let shared = house.folder / "home/.codex"
    let set = try await house.swop(["config", "set", "codex.home", shared.text], variables: none)
    #expect(set.status == 0, "\(set)")
    let added = try await house.swop(["add", "a", "--import", file.text], variables: none)
    #expect(added.status == 0, "\(added)")
    let status = try await house.swop(["status", "--json"], variables: none)
    #expect(try status.json()["shared_home"]?.text == shared.text)
    let ran = try await house.swop(Self.exec + ["one"], variables: none)
    #expect(ran.status == 0, "\(ran)")
  }
}
