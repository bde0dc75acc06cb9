import EnginePlatform
import TestSupport
import Testing

@testable import Engine
@testable import EngineCore

@Suite("What doctor mends")
struct DoctorMendTests {
  /// One promise, broken on purpose.
  struct Damage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// What doctor says of it.
    let found: [String]
    let breaking: @Sendable (DoctorScene) throws -> Void
  }

  @Test("a root in good order is clean")
  func clean() async throws {
    let scene = try await DoctorScene()

    #expect(await scene.found() == [])
    #expect(await scene.doctor.examine().isClean)
  }

  @Test("names what is wrong, mends it, and is clean afterwards", arguments: damages)
  func mends(_ damage: Damage) async throws {
    let scene = try await DoctorScene()
    try damage.breaking(scene)

    #expect(await scene.found() == damage.found)
    let trial = await scene.doctor.mend(isTrial: true)
    #expect(trial.mended.count == damage.found.count)
    #expect(await scene.found() == damage.found, "a trial changes nothing")

    let report = await scene.doctor.mend(isTrial: false)

    #expect(scene.words(report) == [])
    #expect(report.mended.count == damage.found.count)
    #expect(report.failures == [])
    #expect(await scene.found() == [])
  }

  @Test(
    "a sign-in whose only name is the second one, and a second name that no run needs, are settled")
  func guards() async throws {
    var scene = try await DoctorScene()
    let files = scene.files
    let guards = scene.accounts.map {
      SignInGuard(of: scene.layout.sandbox($0.key).signInFile, files: files)
    }
    for guarding in guards { try guarding.link() }
    try files.remove(guards[0].signIn)
    #expect(
      await scene.found() == [
        "problem identities: The sign-in of work was removed while no swop was there; its copy is kept.",
        "warning leftovers: /root/accounts/home/codex/.swop-auth.json was left behind by a swop that is gone.",
      ])
    scene.settleSignIns = {
      _ = try guards[0].restore()
      for guarding in guards { try guarding.remove() }
    }

    let report = await scene.doctor.mend(isTrial: false)

    #expect(scene.words(report) == [] && report.failures == [])
  }

  static let damages: [Damage] = [
    Damage(
      testDescription: "a root that others may read",
      found: ["problem root: /root has mode 0755, not 0700."]
    ) { try $0.files.setMode($0.layout.root, FileMode(bits: 0o755)) },
    Damage(
      testDescription: "a folder of locks that others may read",
      found: ["problem root: /root/locks has mode 0770, not 0700."]
    ) { try $0.files.setMode($0.layout.locks, FileMode(bits: 0o770)) },
    Damage(
      testDescription: "settings that others may read",
      found: ["problem root: /root/config.json has mode 0644, not 0600."]
    ) { try $0.write($0.layout.settings, "{}", mode: .sharedFile) },
    Damage(
      testDescription: "a file in the place of a folder",
      found: ["problem root: /root/run is not a folder."]
    ) { scene in
      try scene.files.removeTree(scene.layout.run)
      try scene.write(scene.layout.run, "")
    },
    Damage(
      testDescription: "a sign-in that others may read",
      found: ["problem sandboxes: /root/accounts/work/codex/auth.json had mode 0644, not 0600."]
    ) { try $0.files.setMode($0.sandbox(0).signInFile, .sharedFile) },
    Damage(
      testDescription: "a link that is missing",
      found: [
        "problem sandboxes: /root/accounts/work/codex/config.toml is not linked to "
          + "/home/.codex/config.toml."
      ]
    ) { try $0.files.remove($0.sandbox(0).codexHome / "config.toml") },
    Damage(
      testDescription: "a link that was replaced",
      found: [
        "problem sandboxes: /root/accounts/home/codex/AGENTS.md was no link to "
          + "/home/.codex/AGENTS.md any more."
      ]
    ) { scene in
      let path = scene.sandbox(1).codexHome / "AGENTS.md"
      try scene.files.remove(path)
      try scene.write(path, "mine")
    },
    Damage(
      testDescription: "what a clock that was ahead wrote",
      found: [
        "warning clock: The clock was wrong: 1 row of the state database is dated in the future."
      ]
    ) { scene in
      try StateDatabase(path: scene.layout.database).record(
        EngineEvent(at: scene.time.now() + 40 * 86_400, kind: .warning, message: "early"))
    },
    Damage(
      testDescription: "half an account",
      found: [
        "problem accounts: /root/accounts/half/meta.json cannot be read: the file is missing."
      ]
    ) { try $0.write($0.layout.accounts / "half" / "codex" / "auth.json", "{}") },
    Damage(
      testDescription: "half an entry in the trash",
      found: [
        "problem accounts: /root/trash/old@x/meta.json cannot be read: the file is missing."
      ]
    ) { try $0.write($0.layout.trash / "old@x" / "codex" / "auth.json", "{}") },
    Damage(
      testDescription: "a sign-in whose process died",
      found: [
        "warning leftovers: /root/staging/0123 was left behind by a swop that is gone.",
        "warning leftovers: /root/accounts/work/codex/.swop-0123456789abcdef.tmp was left behind by a "
          + "swop that is gone.",
      ]
    ) { scene in
      try scene.write(scene.layout.staging / "0123" / "codex" / "auth.json", "{}")
      try scene.write(scene.sandbox(0).codexHome / ".swop-0123456789abcdef.tmp", "x")
    },
    Damage(
      testDescription: "a lock that is a folder",
      found: ["problem locks: /root/locks/accounts.lock is not a file and cannot be a lock."]
    ) { scene in
      let path = scene.layout.locks / "accounts.lock"
      try scene.files.removeTree(path)
      try scene.files.createFolder(path, mode: .privateFolder)
    },
    Damage(
      testDescription: "a run whose process is gone",
      found: [
        "warning runs: Run 1 on work is listed as live, but its process is gone."
      ]
    ) { scene in
      let account = scene.accounts[0]
      _ = try StateDatabase(path: scene.layout.database).beginRun { id in
        RunRecord(
          id: id, account: account.id, label: "work",
          owner: ProcessIdentity(pid: 999_999_999, startTicks: 1), directory: "/",
          subcommand: nil, codexVersion: nil, startedAt: scene.time.now())
      }
    },
    Damage(
      testDescription: "a default account that is gone",
      found: ["warning accounts: The default account no longer exists."]
    ) { scene in
      try StateDatabase(path: scene.layout.database).setDefaultAccount(AccountID("gone"))
    },
    Damage(
      testDescription: "a damaged database",
      found: [
        "problem database: The state database /root/state.db is damaged: file is not a database."
      ]
    ) { scene in
      for ending in ["-wal", "-shm"] {
        try scene.files.removeTree(scene.layout.root / ("state.db" + ending))
      }
      try scene.write(scene.layout.database, String(repeating: "junk", count: 1_000))
    },
    Damage(
      testDescription: "a codex of swop's own that is gone",
      found: ["warning codex: The codex that swop installed and uses no longer exists."]
    ) { scene in
      try scene.files.createLink(scene.layout.binaries / "current", to: "0.150.0")
    },
  ]
}
