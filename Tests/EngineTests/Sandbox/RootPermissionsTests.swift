import EngineCore
import TestSupport
import Testing

@testable import Engine

/// A disk of owners and modes.
private struct Disk: Sendable {
  var entries: [FilePath: FileStatus] = [:]
  var links: [FilePath: FilePath] = [:]

  /// The folders of user 1000's home and root, all in order.
  init() {
    for path: FilePath in ["/", "/home"] { self[path] = (0, 0o755) }
    self["/home/ada"] = (1000, 0o755)
    self["/home/ada/.swop"] = (1000, 0o700)
    self["/home/ada/.swop/bin"] = (1000, 0o700)
    settings = (1000, 0o600)
  }

  var settings: (owner: UInt32, mode: UInt16) {
    get { (1000, 0o600) }
    set { set("/home/ada/.swop/config.json", newValue, .file) }
  }

  subscript(path: FilePath) -> (owner: UInt32, mode: UInt16) {
    get { (0, 0) }
    set { set(path, newValue, .folder) }
  }

  mutating func link(_ path: FilePath, to target: FilePath, owner: UInt32 = 1000) {
    set(path, (owner, 0o777), .link)
    links[path] = target
  }

  private mutating func set(
    _ path: FilePath, _ entry: (owner: UInt32, mode: UInt16), _ kind: FileStatus.Kind
  ) {
    entries[path] = FileStatus(
      kind: kind, mode: FileMode(bits: entry.mode), owner: entry.owner, group: 50, size: 0,
      modifiedAt: .distantPast, inode: 1, device: 1, linkCount: 1)
  }

  func check(
    _ root: FilePath = "/home/ada/.swop", _ change: (inout ScriptedMachine) -> Void = { _ in }
  ) throws(RootPermissionError) -> [FilePath] {
    var machine = ScriptedMachine(currentUser: 1000)
    change(&machine)
    let permissions = RootPermissions(
      layout: SandboxLayout(root: root, sharedHome: "/home/ada/.codex"),
      caller: FileOwners(machine), status: { (path) throws(FileError) in entries[path] },
      linkTarget: { (path) throws(FileError) in links[path] ?? "" })
    return try permissions.check().map(\.path)
  }
}

@Suite("RootPermissions")
struct RootPermissionsTests {
  private static let root: FilePath = "/home/ada/.swop"
  private static let settings = root / "config.json"

  @Test("accepts a root that is its owner's alone, and one that does not exist yet")
  func accepted() throws {
    #expect(try Disk().check() == [])
    #expect(try Disk().check("/home/ada/state/swop") == [])
  }

  @Test(
    "refuses a folder on the way to the root that others can write",
    arguments: ["/", "/home", "/home/ada", "/home/ada/.swop"] as [FilePath],
    [0o757, 0o775, 0o777] as [UInt16])
  func writableFolder(path: FilePath, mode: UInt16) {
    var disk = Disk()
    disk[path] = (path == "/" || path == "/home" ? 0 : 1000, mode)

    #expect(throws: RootPermissionError.writable(path: path, mode: FileMode(bits: mode))) {
      try disk.check()
    }
  }

  @Test(
    "refuses what belongs to another user",
    arguments: ["/home/ada", "/home/ada/.swop", "/home/ada/.swop/bin"] as [FilePath])
  func foreignFolder(path: FilePath) {
    var disk = Disk()
    disk[path] = (1001, 0o755)

    #expect(throws: RootPermissionError.foreign(path: path, owner: "user 1001", isRoot: false)) {
      try disk.check()
    }
  }

  @Test("refuses settings of another user, but not of root", arguments: [0o600, 0o644] as [UInt16])
  func foreignSettings(mode: UInt16) throws {
    var disk = Disk()
    disk.settings = (0, mode)
    #expect(try disk.check() == [])

    disk.settings = (1001, mode)
    #expect(throws: RootPermissionError.self) { try disk.check() }
  }

  @Test("names what others can write in a root that they cannot enter, for its mode to be mended")
  func closedRoot() throws {
    var disk = Disk()
    disk.settings = (1000, 0o664)

    #expect(try disk.check() == [Self.settings])
  }

  @Test("refuses what others can write in a root that they can enter")
  func openRoot() {
    var disk = Disk()
    disk[Self.root] = (1000, 0o755)
    disk.settings = (1000, 0o664)

    #expect(throws: RootPermissionError.writable(path: Self.settings, mode: FileMode(bits: 0o664)))
    {
      try disk.check()
    }
  }

  @Test("lets a root be writable below a folder that others cannot enter")
  func closedHome() throws {
    var disk = Disk()
    disk["/home/ada"] = (1000, 0o700)
    disk[Self.root] = (1000, 0o777)

    #expect(try disk.check() == [Self.root])
  }

  @Test("accepts a sticky folder on the way, unless the next entry is another user's")
  func sticky() throws {
    var disk = Disk()
    disk["/home"] = (0, 0o1777)
    #expect(try disk.check() == [])

    disk["/home/ada"] = (1001, 0o755)
    #expect(throws: RootPermissionError.self) { try disk.check() }
  }

  @Test("does not take the sticky bit of the root itself for protection")
  func stickyRoot() {
    var disk = Disk()
    disk[Self.root] = (1000, 0o1777)

    #expect(throws: RootPermissionError.self) { try disk.check() }
  }

  @Test("accepts what only the user's own group can write")
  func ownGroup() throws {
    var disk = Disk()
    disk["/home/ada"] = (1000, 0o775)
    #expect(try disk.check { $0.ownGroups = [50] } == [])

    disk["/home/ada"] = (1000, 0o777)
    #expect(throws: RootPermissionError.self) { try disk.check { $0.ownGroups = [50] } }
  }

  @Test("refuses root in the root of a user, and names the user")
  func superUser() {
    let ada = MachineUser(name: "ada", id: 1000, groups: [])
    let refusal = RootPermissionError.foreign(path: "/home/ada", owner: "ada", isRoot: true)

    #expect(throws: refusal) {
      try Disk().check {
        $0.currentUser = 0
        $0.users = [ada]
      }
    }
    #expect(refusal.remedy?.contains("sudo -u ada -H swop") == true)
  }

  @Test("follows links, and judges the folders that they lead through")
  func links() throws {
    var disk = Disk()
    disk["/data"] = (1000, 0o755)
    disk["/data/swop"] = (1000, 0o700)
    disk.link(Self.root, to: "../../data/./swop")
    #expect(try disk.check() == [])

    disk["/data"] = (1000, 0o777)
    #expect(throws: RootPermissionError.writable(path: "/data", mode: FileMode(bits: 0o777))) {
      try disk.check()
    }
  }

  @Test("judges the file that linked settings lead to")
  func linkedSettings() throws {
    var disk = Disk()
    disk["/home/ada/dotfiles"] = (1000, 0o777)
    disk.link(Self.settings, to: "/home/ada/dotfiles")

    #expect(throws: RootPermissionError.self) { try disk.check() }
  }

  @Test("refuses a link of another user in a sticky folder")
  func foreignLink() {
    var disk = Disk()
    disk["/tmp"] = (0, 0o1777)
    disk.link("/tmp/swop", to: Self.root, owner: 1001)

    #expect(throws: RootPermissionError.self) { try disk.check("/tmp/swop") }
  }

  @Test("refuses a root that no database can be opened in")
  func tooLong() throws {
    let name = String(repeating: "d", count: 484)

    #expect(try Disk().check(FilePath("/home/ada/\(name)x")) == [])
    #expect(throws: RootPermissionError.self) { try Disk().check(FilePath("/home/ada/\(name)xx")) }
  }

  @Test("gives up on links that lead in a circle")
  func circle() throws {
    var disk = Disk()
    disk.link("/home/ada/one", to: "two")
    disk.link("/home/ada/two", to: "one")

    #expect(try disk.check("/home/ada/one") == [])
  }

  @Test(
    "accepts root's folders in a user namespace that does not know root, but not as the root itself"
  )
  func namespace() throws {
    var disk = Disk()
    disk["/"] = (65534, 0o755)
    disk["/home"] = (65534, 0o755)
    #expect(throws: RootPermissionError.self) { try disk.check() }
    #expect(try disk.check { $0.unmappedOwner = 65534 } == [])

    disk[Self.root] = (65534, 0o755)
    #expect(throws: RootPermissionError.self) { try disk.check { $0.unmappedOwner = 65534 } }
  }
}
