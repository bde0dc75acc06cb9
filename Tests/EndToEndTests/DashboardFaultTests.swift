import Engine
import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("The dashboard where the disk fails, end to end", .serialized)
struct DashboardFaultTests {
  @Test("a database that another program holds for seconds holds up no key, and what fails is said")
  func locked() async throws {
    let house = try await Household.knowing(["work", "home"])
    let state = house.folder / "root" / "state.db"
    try house.writeProgram(
      """
      { echo "BEGIN EXCLUSIVE; SELECT writefile('held', '');"; read -r line < unlock; } | sqlite3 '\(state)'
      """, to: house.folder / "work" / "hold")
    try await house.tool("/usr/bin/mkfifo", ["unlock"])

    try await house.onTerminal(["ui"]) { screen in
      try await screen.watch("2 home.*ready")
      let holder = try SessionTerminal(
        house.folder / "work" / "hold", [], environment: house.environment,
        folder: house.folder / "work")
      try await house.eventually { DiskFileSystem().exists(house.folder / "work" / "held") }
      try await screen.type("2S")
      for row in [1, 2, 1] {
        try await screen.type("\(row)")
        try await screen.watch("▌. \(row) ")
      }
      try await screen.watch("state.db is held by another process")
      try await house.tool("/bin/sh", ["-c", "echo > unlock"])
      await holder.close()
      try await screen.type("2S")
      try await screen.watch("home is the default account")
      #expect(try await house.status("default")["home"] == true)
      try await screen.type("q")
      #expect(try await screen.end() == "0")
    }
  }

  @Test("a root that may not be written is shown all the same", .enabled { await mayMount() })
  func readOnlyRoot() async throws {
    let house = try await Household.knowing(["work", "home"])
    let root = (house.folder / "root").text

    try await house.inShell { shell in
      let before = try await shell.modes()
      try await shell.type(
        "unshare -m sh -c 'mount --bind \(root) \(root); mount -o remount,ro,bind \(root); exec $SWOP ui'; "
          + "echo sta''tus=$?\n")
      try await shell.watch("work .*80% .*ready")
      try await shell.type("q")
      try await shell.watch("status=0\n")
      #expect(try await shell.modes() == before)
    }
  }

  @Test(
    "a full disk is said; the dashboard lives and goes on when there is room",
    .enabled { await mayMount() })
  func fullDisk() async throws {
    let house = try await Household.knowing(["work", "home"])
    let root = (house.folder / "root").text

    try house.writeProgram(
      """
      cp -a \(root) copy
      mount -t tmpfs -o size=4m,mode=700 none \(root)
      cp -a copy/. \(root)/
      {
        read -r line < fill; dd if=/dev/zero of=\(root)/filler bs=1k; echo > filled
        read -r line < empty; rm \(root)/filler; echo > emptied
      } 2> /dev/null &
      exec "$SWOP" ui
      """, to: house.folder / "work" / "small-disk")
    try await house.tool("/usr/bin/mkfifo", ["fill", "filled", "empty", "emptied"])

    try await house.inShell { shell in
      try await shell.type("unshare -m ./small-disk\n")
      try await shell.watch("2 home.*ready")
      try await house.tool("/bin/sh", ["-c", "echo > fill; read -r line < filled"])
      try await shell.type("2E")
      try await shell.watch("meta.json: the disk is full")
      try await shell.type("1")
      try await shell.watch("▌. 1 work")
      try await shell.type("t?")
      try await shell.watch("Keys.*Moving")
      try await house.tool("/bin/sh", ["-c", "echo > empty; read -r line < emptied"])
      try await shell.press("\u{1B}", until: "run codex.*q quit")
      try await shell.type("2E")
      try await shell.watch("home is off")
      try await shell.type("q")
      try await shell.watch("@@")
    }
  }

  /// Whether this process may mount something that no one else sees.
  private static func mayMount() async -> Bool {
    let command = ProcessCommand(
      executable: "/usr/bin/unshare", arguments: ["-m", "mount", "-t", "tmpfs", "none", "/mnt"],
      environment: ProcessEnvironment(["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]))
    return (try? await PosixProcessRunner().run(command, limit: .seconds(10)))?.end == .exited(0)
  }
}
