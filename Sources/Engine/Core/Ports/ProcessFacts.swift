/// What Linux tells of other processes in `/proc`; elsewhere nothing is known.
struct ProcessFacts {
  private let files: any FileSystem
  private let root: FilePath

  /// Facts from the folder that `/proc` is.
  init(files: any FileSystem, root: FilePath = "/proc") {
    self.files = files
    self.root = root
  }

  /// The process that holds the advisory lock on a file.
  func holder(of file: FileStatus) -> Int32? {
    // 2: FLOCK  ADVISORY  WRITE 4242 fe:01:1234567 0 EOF; devices differ on some file systems.
    for line in text(root / "locks").split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", let pid = Int32(words[4]), pid > 0,
        words[5].split(separator: ":").last.flatMap({ UInt64($0) }) == file.inode
      else { continue }
      return pid
    }
    return nil
  }

  /// The program a process runs, with its subcommand: never an argument that may hold more than a word.
  func program(of pid: Int32) -> String? {
    let words = text(root / String(pid) / "cmdline").split(separator: "\0")
    guard let name = words.first?.split(separator: "/").last else { return nil }
    let subcommand = words.dropFirst().first.flatMap { word in
      name == "swop" && word.count <= 20 && word.allSatisfy { $0.isASCII && $0.isLowercase }
        ? " \(word)" : nil
    }
    return PrintableText.shortened(String(name), to: 40) + (subcommand ?? "")
  }

  /// Whether a process is stopped by a signal or a debugger.
  func isStopped(_ pid: Int32) -> Bool {
    // The name in parentheses may itself hold spaces and parentheses.
    let line = text(root / String(pid) / "stat")
    guard let end = line.lastIndex(of: ")") else { return false }
    let state = line[line.index(after: end)...].first { $0 != " " }
    return state == "T" || state == "t"
  }

  private func text(_ path: FilePath) -> String {
    guard let data = try? files.read(path) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }
}
