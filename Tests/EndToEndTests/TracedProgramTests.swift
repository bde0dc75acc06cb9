import EngineCore
import Testing

@Suite("What a traced program wrote")
struct TracedProgramTests {
  /// What `/bin/p` did, started by a process 1 in `/start`; `/linked` leads to `/real`.
  private func traced(_ lines: String) throws -> TracedProgram {
    let start = """
      1 0.1 openat(AT_FDCWD</start>, "before", O_WRONLY|O_CREAT, 0600) = 3</start/before>
      2 0.2 openat(AT_FDCWD</start>, "child", O_WRONLY|O_CREAT, 0600) = 3</start/child>
      2 0.3 execve("/bin/p", ["p"], 0x7ff /* 1 var */) = 0
      1 0.4 clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD}, 88) = 2
      1 0.5 mkdir("/start/beside", 0777) = 0

      """
    return try TracedProgram("/bin/p", in: try TraceLog(start + lines), from: "/start") { path in
      path.isInside("/linked") ? FilePath("/real" + path.text.dropFirst(7)) : path
    }
  }

  @Test(
    "every way of changing a file is seen, with links in the way resolved",
    arguments: [
      (#"open("x", O_RDWR) = 3</real/x>"#, ["/real/x"]),
      (#"openat(AT_FDCWD</q>, "x", O_RDONLY|O_CREAT, 0600) = 3</q/x>"#, ["/q/x"]),
      (#"openat2(AT_FDCWD</q>, "x", {flags=O_WRONLY, mode=0, resolve=0}, 24) = 3</q/x>"#, ["/q/x"]),
      (#"creat("x", 0600) = 3</start/x>"#, ["/start/x"]),
      (#"mkdir("/linked/x", 0700) = 0"#, ["/real/x"]), (#"mkdir("x", 0700) = 0"#, ["/start/x"]),
      (#"mkdirat(4</q>, "x", 0700) = 0"#, ["/q/x"]), (#"rmdir("/x/") = 0"#, ["/x"]),
      (#"mkdirat(AT_FDCWD</q>, "/x", 0700) = 0"#, ["/x"]),
      (#"rename("/a", "b") = 0"#, ["/a", "/start/b"]),
      (#"renameat2(4</q>, "a", 5</r>, "b", RENAME_NOREPLACE) = 0"#, ["/q/a", "/r/b"]),
      (#"unlink("/linked") = 0"#, ["/linked"]), (#"unlinkat(4</q>, "x", 0) = 0"#, ["/q/x"]),
      (#"link("/a", "/b") = 0"#, ["/b"]),
      (#"linkat(4</q>, "a", AT_FDCWD</r>, "b", 0) = 0"#, ["/r/b"]),
      (#"symlink("/a", "/b") = 0"#, ["/b"]), (#"symlinkat("a", 4</q>, "b") = 0"#, ["/q/b"]),
      (#"chmod("/linked", 0700) = 0"#, ["/real"]), (#"fchmod(4</q/x>, 0700) = 0"#, ["/q/x"]),
      (#"fchmodat(4</q>, "x", 0700) = 0"#, ["/q/x"]), (#"chmod(".", 0700) = 0"#, ["/start"]),
      (#"truncate("/x", 0) = 0"#, ["/x"]), (#"ftruncate(4</q/x>(deleted), 0) = 0"#, ["/q/x"]),
      (#"utimensat(4</q/x>, NULL, NULL, 0) = 0"#, ["/q/x"]),
      (#"bind(6<socket:[4]>, {sa_family=AF_UNIX, sun_path="/q/s, \"}"}, 7) = 0"#, [#"/q/s, "}"#]),
    ])
  func changes(_ call: String, _ paths: [FilePath]) throws {
    let program = try traced("2 1.0 " + call)

    #expect(Set(program.written.keys) == Set(paths))
    #expect(program.writeCount == paths.count)
  }

  @Test(
    "what changes no file is not taken for it",
    arguments: [
      #"open("x", O_RDONLY|O_CLOEXEC) = 3</real/x>"#, #"mkdir("/x", 0) = -1 EEXIST (File exists)"#,
      #"open("x", O_RDWR) = -1 ENOENT (No such file or directory)"#,
      #"bind(6<socket:[4]>, {sa_family=AF_UNIX, sun_path=@"x"}, 7) = 0"#,
      #"bind(6<socket:[4]>, {sa_family=AF_INET, sin_port=htons(0)}, 16) = 0"#,
      #"ftruncate(4</memfd:x>(deleted), 10) = 0"#,
    ])
  func noChanges(_ call: String) throws {
    #expect(try traced("2 1.0 " + call).written.isEmpty)
  }

  @Test("its children and threads belong to it, and take their folder along")
  func family() throws {
    let program = try traced(
      """
      2 1.0 chdir("/linked/d") = 0
      3 1.1 mkdir("a", 0700) = 0
      2 1.2 vfork() = 3
      4 1.3 chdir("/thread") = 0
      2 1.4 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_FS|CLONE_THREAD) = 4
      2 1.5 mkdir("b", 0700) = 0
      3 1.6 mkdir("c", 0700) = 0
      1 1.7 mkdir("/start/d", 0700) = 0
      """)

    #expect(Set(program.written.keys) == ["/real/d/a", "/thread/b", "/real/d/c"])
    #expect(program.span == 1.0...1.6)
  }

  @Test("a program that could write unseen, or was never started, is no proof")
  func noProof() {
    #expect(throws: TraceError.writesUnseen(call: "io_uring_setup")) {
      try traced("2 1.0 io_uring_setup(64, {flags=0}) = 5<anon_inode:[io_uring]>")
    }
    #expect(throws: TraceError.neverStarted(program: "/bin/q")) {
      try TracedProgram(
        "/bin/q", in: try TraceLog("2 0.3 execve(\"/bin/p\", [\"p\"], 0x7ff) = 0"), from: "/",
        resolve: { $0 })
    }
    #expect(throws: TraceError.noPath(call: "mkdir", argument: "0x7ffe12")) {
      try traced("2 1.0 mkdir(0x7ffe12, 0700) = 0")
    }
  }
}
