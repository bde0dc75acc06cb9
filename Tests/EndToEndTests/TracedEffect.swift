/// Which arguments of a system call name what it changes.
enum TracedEffect: Hashable {
  /// A path, from the process's own folder.
  case path(Int, follows: Bool = false)
  /// A path below a descriptor.
  case below(Int, path: Int, follows: Bool = false)
  /// What a descriptor leads to.
  case descriptor(Int)
  /// The place of a socket.
  case socket(Int)

  /// What each call changes if it succeeds. Opening is told by its flags and is not here.
  static let ofCalls: [String: [TracedEffect]] = [
    "mkdir": [.path(0)], "mkdirat": [.below(0, path: 1)], "rmdir": [.path(0)],
    "mknod": [.path(0)], "mknodat": [.below(0, path: 1)],
    "unlink": [.path(0)], "unlinkat": [.below(0, path: 1)],
    "rename": [.path(0), .path(1)],
    "renameat": [.below(0, path: 1), .below(2, path: 3)],
    "renameat2": [.below(0, path: 1), .below(2, path: 3)],
    "link": [.path(1)], "linkat": [.below(2, path: 3)],
    "symlink": [.path(1)], "symlinkat": [.below(1, path: 2)],
    "chmod": [.path(0, follows: true)], "fchmod": [.descriptor(0)],
    "fchmodat": [.below(0, path: 1, follows: true)],
    "fchmodat2": [.below(0, path: 1, follows: true)],
    "chown": [.path(0, follows: true)], "lchown": [.path(0)], "fchown": [.descriptor(0)],
    "fchownat": [.below(0, path: 1, follows: true)],
    "truncate": [.path(0, follows: true)], "ftruncate": [.descriptor(0)],
    "fallocate": [.descriptor(0)],
    "utime": [.path(0, follows: true)], "utimes": [.path(0, follows: true)],
    "futimesat": [.below(0, path: 1, follows: true)],
    "utimensat": [.below(0, path: 1, follows: true)],
    "setxattr": [.path(0, follows: true)], "lsetxattr": [.path(0)],
    "fsetxattr": [.descriptor(0)],
    "removexattr": [.path(0, follows: true)], "lremovexattr": [.path(0)],
    "fremovexattr": [.descriptor(0)],
    "bind": [.socket(1)],
  ]

  /// Calls that open files: where the flags are.
  static let openings = ["open": 1, "openat": 2, "openat2": 2, "creat": -1]

  /// Calls that the watch over processes and their folders needs.
  static let processCalls = [
    "execve", "execveat", "clone", "clone3", "fork", "vfork", "chdir", "fchdir",
  ]

  /// Calls that would let a program write without system calls that strace sees.
  static let unseen = ["io_uring_setup", "mount", "chroot", "pivot_root"]

  /// Every call to be traced; the question mark lets strace pass over those that a machine lacks.
  static var traced: String {
    (Array(ofCalls.keys) + Array(openings.keys) + processCalls + unseen).sorted().map { "?" + $0 }
      .joined(separator: ",")
  }

  /// Whether flags of an opening let the file be changed.
  static func writes(flags: String) -> Bool {
    ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_TMPFILE"].contains { flags.contains($0) }
  }
}
