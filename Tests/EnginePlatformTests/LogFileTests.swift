import TestSupport
import Testing

@testable import EngineCore
@testable import EnginePlatform

@Suite("LogFile")
struct LogFileTests {
  private let folder: TemporaryFolder
  private let files = DiskFileSystem()
  private let time = ManualTimeSource(Date(timeIntervalSince1970: 1_800_000_000))

  init() throws {
    folder = try TemporaryFolder()
  }

  private func log(_ level: LogLevel = .info, limit: Int = 1 << 20) -> LogFile {
    LogFile(folder: folder / "log", level: level, time: time, timeZone: .gmt, limit: limit, kept: 2)
  }

  private func text(_ name: String = "swop.log") throws -> String {
    String(decoding: try files.read(folder / "log" / name), as: UTF8.self)
  }

  @Test("writes what the level asks for, one stamped line each, readable by the owner alone")
  func levels() throws {
    let log = log(.warning)
    for level in LogLevel.allCases { log.write(level, "a \(level.rawValue)") }

    #expect(
      try text() == """
        2027-01-15T08:00:00Z error a error
        2027-01-15T08:00:00Z warning a warning

        """)
    #expect(try files.status(folder / "log")?.mode == .privateFolder)
    #expect(try files.status(folder / "log" / "swop.log")?.mode == .privateFile)
  }

  @Test("text from outside can neither start a line nor move the cursor")
  func hostileText() throws {
    log().write(.info, "a\n2027 error fake\u{1B}[2J\u{202E}b")

    #expect(try text() == "2027-01-15T08:00:00Z info a2027 error fake[2Jb\n")
  }

  @Test("a full file is put aside, and the oldest goes")
  func rotation() throws {
    let log = log(limit: 40)
    for number in 1...7 { log.write(.info, "line \(number)") }

    #expect(
      try files.list(folder / "log").filter { !$0.hasSuffix(".lock") }
        == ["swop.log", "swop.log.1", "swop.log.2"])
    #expect(try text().contains("line 7"))
    #expect(try text("swop.log.2").contains("line 3"))
  }

  @Test("many writers lose no line and cut none")
  func concurrently() async throws {
    let logs = [log(), log()]
    await withTaskGroup { group in
      for number in 0..<100 {
        group.addTask { logs[number % 2].write(.info, "line \(number) end") }
      }
    }

    let lines = try text().split(separator: "\n")
    #expect(lines.count == 100)
    #expect(lines.allSatisfy { $0.hasSuffix(" end") })
  }

  @Test("a log that cannot be written is not an error, and nothing is written through a link")
  func unwritable() throws {
    try files.createFolder(folder / "log", mode: .privateFolder)
    try files.replace(folder / "outside", with: Data(), mode: .privateFile)
    try files.createLink(folder / "log" / "swop.log", to: folder / "outside")

    log().write(.error, "lost")

    #expect(try files.read(folder / "outside") == Data())
  }

  @Test("an open mode is closed with the next line")
  func mode() throws {
    log().write(.info, "one")
    try files.setMode(folder / "log" / "swop.log", .sharedFile)

    log().write(.info, "two")

    #expect(try files.status(folder / "log" / "swop.log")?.mode == .privateFile)
  }

  @Test("events are written with their subject, at a level that fits")
  func events() throws {
    let event = EngineEvent(
      at: time.now(), kind: .runStarted, label: "work", message: "Run 1 started.")

    log(.warning).record(event)
    log(.warning).record(
      EngineEvent(at: time.now(), kind: .warning, message: "Something is odd."))
    log(.info).record(event)

    #expect(
      try text() == """
        2027-01-15T08:00:00Z warning warning Something is odd.
        2027-01-15T08:00:00Z info run_started work: Run 1 started.

        """)
  }

  @Test(
    "the level is named in any case",
    arguments: [("DEBUG", .debug), ("off", .off), ("Info", .info), ("loud", nil), ("", nil)]
      as [(String, LogLevel?)])
  func setting(text: String, level: LogLevel?) {
    #expect(LogLevel(setting: text) == level)
  }
}
