import EngineCore
import Testing

@Suite("Reading a system-call log")
struct TraceParserTests {
  @Test("a call is read with its arguments, its descriptors and what it returned")
  func plainCall() throws {
    let log = try TraceLog(
      """
      12344 11.5 openat(AT_FDCWD</v/t>, "a", O_WRONLY|O_CREAT|O_CLOEXEC, 0600) = 3</v/t/a>

      """)

    #expect(
      log.calls == [
        TracedCall(
          process: 12344, time: 11.5, name: "openat",
          arguments: ["AT_FDCWD</v/t>", "\"a\"", "O_WRONLY|O_CREAT|O_CLOEXEC", "0600"],
          result: .value(3, place: "/v/t/a"))
      ])
  }

  @Test(
    "names with quotes, brackets, commas, line ends and other alphabets are read as they are",
    arguments: [
      (#"a<b>\"c\n"#, "a<b>\"c\n"), (#"\303\244) = 3"#, "ä) = 3"), (#"a, \"b\""#, "a, \"b\""),
      (#"<unfinished ...>"#, "<unfinished ...>"), (#"\\"#, "\\"), (#"\x1b[0m"#, "\u{1B}[0m"),
      (#"\1771"#, "\u{7F}1"), (#"({["#, "({["), (#"x\t\r\v\f"#, "x\t\r\u{0B}\u{0C}"),
    ])
  func hostileNames(_ written: String, _ meant: String) throws {
    let log = try TraceLog("7 1.0 rename(\"\(written)\", \"plain\") = 0")

    #expect(log.calls.map(\.arguments.count) == [2])
    #expect(log.calls.first?.arguments.first.flatMap(TraceText.string) == meant)
  }

  @Test("what is behind a descriptor is read, however the file is called")
  func hostilePlaces() {
    #expect(TraceText.place(of: #"3</v/a\74b\76\"c\n/\303\244) = 3>"#) == "/v/a<b>\"c\n/ä) = 3")
    #expect(TraceText.place(of: "AT_FDCWD</v>") == "/v")
    #expect(TraceText.place(of: "3</v/x>(deleted)") == "/v/x")
    #expect(TraceText.place(of: "6<socket:[14]>") == "socket:[14]")
    #expect(TraceText.place(of: "6") == nil)
  }

  @Test("a call that others interrupt is put together again, and keeps the place of its beginning")
  func interruptedCalls() throws {
    let log = try TraceLog(
      """
      7 1.0 openat(AT_FDCWD</v>, "a <unfinished ...>", O_RDWR <unfinished ...>
      8   1.1 openat(AT_FDCWD</v>, "b", O_RDONLY <unfinished ...>
      7 1.2 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=9, si_uid=0} ---
      8 1.3 <... openat resumed>) = 4</v/b>
      7 1.4 <... openat resumed>, 0600) = 3</v/a \\74unfinished ...\\76>
      7 1.5 vfork( <unfinished ...>
      7 1.6 <... vfork resumed>) = 12
      7 1.7 chdir("/v/a b " <unfinished ...>
      7 1.8 <... chdir resumed>) = 0
      """)

    #expect(log.calls.map(\.process) == [7, 8, 7, 7])
    #expect(log.calls.map(\.time) == [1.0, 1.1, 1.5, 1.7])
    #expect(log.calls.map(\.returnedPath) == ["/v/a <unfinished ...>", "/v/b", nil, nil])
    #expect(log.calls.map(\.value) == [3, 4, 12, 0])
    #expect(log.calls.map(\.arguments.last) == ["0600", "O_RDONLY", nil, "\"/v/a b \""])
  }

  @Test("a thread that becomes another program comes back under its process's number")
  func threadBecomesProgram() throws {
    let log = try TraceLog(
      """
      9 1.0 execve("/bin/x", ["x"], 0x7ff /* 3 vars */ <unfinished ...>
      7 1.1 +++ superseded by execve in pid 9 +++
      7 1.2 <... execve resumed>) = 0
      """)

    #expect(log.calls.map(\.process) == [7])
    #expect(log.calls.map(\.value) == [0])
  }

  @Test("calls that failed or never came back count as nothing")
  func failures() throws {
    let log = try TraceLog(
      """
      7 1.0 mkdir("/v/a", 0777) = -1 EEXIST (File exists)
      7 1.1 unlink("/v/a" <unfinished ...>
      7 1.2 <... unlink resumed>) = ?
      7 1.3 +++ killed by SIGKILL +++
      """)

    #expect(log.calls.map(\.result) == [.none, .none])
  }

  @Test(
    "a line that is not understood is an error, never passed over",
    arguments: [
      "no number", "7 now mkdir(\"/v\", 0) = 0", "7 1.0 mkdir(\"/v\", 0", "7 1.0 mkdir(\"/v) = 0",
      "7 1.0 mkdir(\"/v\", 0) 0", "7 1.0 mkdir(\"/v\", 0) = x", "7 1.0 <... mkdir resumed>) = 0",
      "7 1.0 <... mkdir>) = 0", "7 1.0 openat(3</v, \"x\", O_RDWR) = 4", "7 1.0",
      "7 1.0 mkdir(\"/v\", 0 <unfinished ...>",
      "7 1.0 mkdir(\"/v\", 0 <unfinished ...>\n7 1.1 <... rmdir resumed>) = 0",
    ])
  func unreadable(_ text: String) {
    #expect(throws: TraceError.self) { try TraceLog(text) }
  }
}
