import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

@Suite("Adding an account, end to end", .serialized)
struct LifeCycleAddTests {
  @Test("older codex signs in by code as well", arguments: ["0.156.0", "0.144.4"])
  func olderCodex(version: String) async throws {
    let house = try await Household([StandinAccount("work")], codex: version)

    let added = try await house.add("work")
    let ran = try await house.codex(as: "work", "say hi")

    #expect(
      added.status == 0 && added.output == "Added work (PLUS, work@standin.test).\n", "\(added)")
    #expect(ran.status == 0 && ran.output == "answered by work\n", "\(ran)")
  }

  @Test("a browser signs in by following the link; a denial there leaves nothing")
  func browser() async throws {
    let house = try await Household([StandinAccount("work")])
    // codex's port is one for the whole machine: so is this lock.
    let lock = try await LifeCyclePort.acquire()
    defer { lock.release() }

    for isDenied in [true, false] {
      await house.settings { $0.deniesSignIn = isDenied }
      try await house.onTerminal(["add", "work"]) { terminal in
        let link = try await terminal.see(#"http://\S+/oauth/authorize\?\S+"#)
        let followed = try await house.tool("/usr/bin/curl", ["-sL", "-o", "/dev/null", link])
        #expect(followed.status == 0, "\(followed)")
        if isDenied {
          try await terminal.see("swop: .*denied")
        } else {
          try await terminal.see("Added work")
        }
        #expect(try await terminal.end() == (isDenied ? "1" : "0"))
        let shown = try await terminal.everything()
        #expect(shown.contains("Signed in.") != isDenied, "\(shown)")
      }
      #expect(house.names("accounts") == (isDenied ? [] : ["work"]))
      #expect(house.names("staging") == [])
    }
  }

  @Test("an API key is read from a pipe, has no windows, and works")
  func apiKey() async throws {
    var account = StandinAccount("api")
    account.apiKey = "sk-standin-0123456789"
    let house = try await Household([account])

    let added = try await house.swop(
      ["add", "api", "--with-api-key"], input: "sk-standin-0123456789\n")
    let again = try await house.swop(
      ["add", "two", "--with-api-key"], input: "sk-standin-0123456789\n")
    let empty = try await house.swop(["add", "two", "--with-api-key"], input: "\n")
    let ran = try await house.codex(as: "api", "say hi")

    #expect(added.status == 0 && added.output == "Added api (API).\n", "\(added)")
    #expect(again.status == 2 && again.errors.contains("“api”"), "\(again)")
    #expect(empty.status == 2, "\(empty)")
    #expect(house.names("accounts") == ["api"])
    #expect(try await house.status("state") == ["api": "ready"])
    #expect(try await house.status("windows") == ["api": []])
    #expect(ran.status == 0 && ran.output == "echo: say hi\n", "\(ran)")
    #expect(!"\(added)\(again)\(ran)".contains("sk-standin"))
  }

  @Test("an auth.json, a folder and the user's own ~/.codex are imported, and the original stays")
  func imports() async throws {
    let house = try await Household(["work", "home", "own"].map { StandinAccount($0) })
    let files = DiskFileSystem()
    let file = try await house.newSignIn(of: "work")
    let original = try house.bytes(file)
    for (name, place) in [("home", "copy"), ("own", "../home/.codex")] {
      let place = house.folder / "work" / place
      try files.createFolder(place, mode: .privateFolder)
      try files.move(try await house.newSignIn(of: name), to: place / "auth.json")
    }
    try house.write("model = \"gpt-6\"\n", to: house.folder / "home" / ".codex" / "config.toml")

    let one = try await house.swop(["add", "work", "--import", "sign-in-work.json"])
    let two = try await house.swop(["add", "home", "--import", "copy"])
    let three = try await house.swop(
      ["add", "own", "--import", (house.folder / "home" / ".codex").text])
    let ran = try await house.codex(as: "own", "say hi")

    for printed in [one, two, three] {
      #expect(
        printed.status == 0 && printed.errors.contains("shares its refresh token"), "\(printed)")
    }
    #expect(try house.bytes(file) == original)
    #expect(try await house.status("email")["own"] == "own@standin.test")
    // codex runs on the imported sign-in with the configuration that was there.
    #expect(ran.status == 0 && ran.output == "answered by own\n", "\(ran)")
    #expect(ran.errors.contains("model: gpt-6\n"), "\(ran)")
    #expect(files.exists(house.folder / "home" / ".codex" / "auth.json"))
  }

  @Test(
    "a file that holds no sign-in is refused with its reason, and nothing is left",
    arguments: ["", "{}", "{\"tokens\":", "[1]", #"{"auth_mode":"bedrockApiKey"}"#])
  func brokenImports(text: String) async throws {
    let house = try await Household([])
    try house.write(text, to: house.folder / "work" / "broken.json")

    let added = try await house.swop(["add", "work", "--import", "broken.json", "--json"])

    #expect(added.status == 2, "\(added)")
    #expect(added.error?["message"]?.text?.contains("broken.json") == true, "\(added)")
    #expect(house.names("accounts") == [] && house.names("staging") == [])
  }

  @Test("the same identity under a second label is refused, naming the first")
  func secondLabel() async throws {
    let house = try await Household([StandinAccount("work")])
    try await house.bring("work")

    let added = try await house.add("work", as: "other")
    let taken = try await house.add("work", as: "WORK")

    #expect(added.status == 2 && added.errors.contains("already exists as “work”"), "\(added)")
    #expect(taken.status == 2 && taken.errors.contains("“work”"), "\(taken)")
    #expect(house.names("accounts") == ["work"])
    #expect(house.names("staging") == [])
  }

  @Test("two seats of one workspace are two accounts")
  func seats() async throws {
    let house = try await Household([
      StandinAccount("ada", accountID: "team-1", email: "team@standin.test"),
      StandinAccount("bob", accountID: "team-1", email: "team@standin.test"),
    ])

    let added = [try await house.bring("ada"), try await house.bring("bob")]

    #expect(added.map(\.status) == [0, 0], "\(added)")
    #expect(try await house.status("account_id") == ["ada": "team-1", "bob": "team-1"])
  }

  @Test(
    "a bad label is refused before the disk is touched",
    arguments: ["", " ", "..", "a/b", "a\u{1B}[31m", String(repeating: "x", count: 65), "a\\b"])
  func badLabels(label: String) async throws {
    let house = try await Household([])

    let added = try await house.swop(["add", label, "--device-auth"])

    #expect(added.status == 2, "\(added)")
    #expect(!added.errors.contains("\u{1B}"), "\(added)")
    #expect(!DiskFileSystem().exists(house.folder / "root"))
  }

  @Test("the browser needs a terminal: exit 2, before the disk is touched, naming the way on")
  func noTerminal() async throws {
    let house = try await Household([StandinAccount("work")])

    let added = try await house.swop(["add", "work", "--json"])

    #expect(added.status == 2, "\(added)")
    #expect(
      added.error?["remedy"]?.text == "Use a code instead: swop add work --device-auth", "\(added)")
    #expect(!DiskFileSystem().exists(house.folder / "root"))
  }

  @Test("a code that is denied leaves nothing, and no one is told to be signed in")
  func denied() async throws {
    let house = try await Household([StandinAccount("work")])
    await house.settings { $0.deniesSignIn = true }

    let added = try await house.add("work")

    #expect(added.status == 1, "\(added)")
    #expect(added.errors.contains("The sign-in was not completed"), "\(added)")
    #expect(!added.errors.contains("Signed in."), "\(added)")
    #expect(house.names("accounts") == [] && house.names("staging") == [])
  }

  @Test("Ctrl-C during a sign-in is 130, leaves nothing, and the next sign-in goes ahead")
  func cancelled() async throws {
    let house = try await Household([StandinAccount("work")])
    await house.settings { $0.approvesDeviceAtPoll = nil }

    try await house.onTerminal(["add", "work", "--device-auth"]) { terminal in
      try await terminal.see("enter .*[A-Z]{4}-[A-Z]{4}")
      try await terminal.see("Ctrl-C cancels")
      try await terminal.type("\u{3}")
      #expect(try await terminal.end() == "130")
    }

    #expect(house.names("accounts") == [] && house.names("staging") == [])
    await house.settings { $0.approvesDeviceAtPoll = 1 }
    #expect(try await house.add("work").status == 0)
  }

  @Test("a second sign-in waits, says for whom, and then goes ahead")
  func second() async throws {
    let house = try await Household([StandinAccount("one"), StandinAccount("two")])
    await house.settings { settings in
      settings.approvesDeviceAtPoll = nil
      settings.approver = "one"
    }

    try await house.onTerminal(["add", "one", "--device-auth"]) { first in
      try await first.see("enter .*[A-Z]{4}-[A-Z]{4}")
      try await house.onTerminal(["add", "two", "--device-auth"]) { second in
        try await second.see("has been busy for .* with: sign-in of one")
        await house.settings { $0.approvesDeviceAtPoll = 1 }
        try await first.see("Added one")
        await house.settings { $0.approver = "two" }
        try await second.see("Added two")
        #expect(try await second.end() == "0")
      }
    }

    #expect(house.names("accounts") == ["one", "two"])
  }
}

/// The one port that codex's sign-in in a browser has on a machine, for anyone who tests it.
enum LifeCyclePort {
  /// Waits for the port's turn.
  static func acquire() async throws -> any HeldLock {
    let path: FilePath = "/var/tmp/swop-tests-port-1455.lock"
    for _ in 0..<1_200 {
      if let lock = try DiskFileSystem().tryLock(path) { return lock }
      try await SystemTimeSource().sleep(for: .milliseconds(100))
    }
    throw SessionTerminal.Unexpected(description: "another test keeps \(path.text) for two minutes")
  }
}
