/// What the machine says of itself and of its users.
package protocol MachineFacts: Sendable {
  /// Bytes that this user may still write on the disk that holds a path; nil if unknown.
  func freeBytes(at path: FilePath) -> Int64?

  /// Whether some program listens on a port of loopback.
  func isPortTaken(_ port: UInt16) -> Bool

  /// The number of the user that this process runs as.
  var currentUser: UInt32 { get }

  /// A user of this machine, nil if there is none of that name.
  func user(named name: String) -> MachineUser?

  /// The name of a user, nil if there is none of that number.
  func userName(_ number: UInt32) -> String?

  /// Whether a group has no member but the user that this process runs as.
  func isOwnGroup(_ number: UInt32) -> Bool

  /// Whom files of users seem to belong to that this process cannot name, in a user namespace without root;
  /// nil elsewhere.
  var unmappedOwner: UInt32? { get }

  /// The system in a few words, for reports: `Linux 6.1.0 x86_64`.
  var system: String { get }
}

/// A user of this machine.
package struct MachineUser: Hashable, Sendable {
  /// The name.
  package let name: String
  /// The number.
  let id: UInt32
  /// The numbers of all groups that the user is in.
  let groups: Set<UInt32>

  /// A user of its parts.
  package init(name: String, id: UInt32, groups: Set<UInt32>) {
    self.name = name
    self.id = id
    self.groups = groups
  }

  /// Whether the user may do something with what has a status: owner's bits for the owner, the group's
  /// for its members, the others' for the rest. The super-user may everything, save execute what no one
  /// may.
  package func may(_ access: FileAccess, _ status: FileStatus) -> Bool {
    let bit: UInt16 =
      switch access {
      case .read: 4
      case .write: 2
      case .execute: 1
      }
    if id == 0 {
      return access != .execute || status.kind == .folder || status.mode.bits & 0o111 != 0
    }
    let shift: UInt16 = status.owner == id ? 6 : groups.contains(status.group) ? 3 : 0
    return status.mode.bits >> shift & bit != 0
  }
}

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
