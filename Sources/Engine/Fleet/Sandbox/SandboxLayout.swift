package import EngineCore

/// Where every file of one root is (spec: sandboxes, on disk). Pure: it names paths and touches
/// nothing.
package struct SandboxLayout: Hashable, Sendable {
  /// The folder that holds everything, 0700.
  let root: FilePath
  /// The home codex uses by itself (`~/.codex`), which relaxed sandboxes share.
  let sharedHome: FilePath
  /// The user's home folder, nil where it does not matter: then every link is absolute.
  let userHome: FilePath?

  /// The layout of a root.
  package init(root: FilePath, sharedHome: FilePath, userHome: FilePath? = nil) {
    self.root = root
    self.sharedHome = sharedHome
    self.userHome = userHome
  }

  /// The home that codex uses where `CODEX_HOME` is not set.
  var usualHome: FilePath { userHome.map { $0 / ".codex" } ?? sharedHome }

  /// One folder for each sandbox.
  var accounts: FilePath { root / "accounts" }
  /// Sign-ins in progress.
  var staging: FilePath { root / "staging" }
  /// Accounts that were removed, for thirty days.
  var trash: FilePath { root / "trash" }
  /// Installed codex versions.
  var binaries: FilePath { root / "bin" }
  /// Lock files.
  package var locks: FilePath { root / "locks" }
  /// Sockets and files with process numbers; a short path, for sockets have a limit.
  var run: FilePath { root / "run" }
  /// The proxy's unix socket, in a folder of its own: workspaces see the folder and nothing else.
  var proxySocket: FilePath { run / "proxy" / "proxy.sock" }
  /// Copies kept before an edit.
  var backup: FilePath { root / "backup" }
  /// The user's own themes.
  var themes: FilePath { root / "themes" }
  /// Log files.
  var log: FilePath { root / "log" }
  /// The database of readings, history, events and runs.
  package var database: FilePath { root / "state.db" }
  /// The user's settings.
  var settings: FilePath { root / "config.json" }
  /// The lasting `CODEX_HOME` of rotated runs.
  var pool: SandboxFolder { SandboxFolder(root / "pool") }

  /// The sandbox of an account.
  package func sandbox(_ key: AccountKey) -> SandboxFolder {
    SandboxFolder(accounts / key.text)
  }

  /// A sign-in in progress. `id` is made by swop, never typed.
  func staged(_ id: String) -> SandboxFolder {
    SandboxFolder(staging / id)
  }

  /// The folders that every root has; all are 0700.
  var folders: [FilePath] {
    [root, accounts, staging, trash, binaries, locks, run, backup, themes, log]
  }
}

/// One sandbox's files, wherever the sandbox is at the moment: in `accounts`, `staging` or `trash`.
package struct SandboxFolder: Hashable, Sendable {
  /// The folder itself, 0700.
  let path: FilePath

  /// The sandbox in a folder.
  init(_ path: FilePath) {
    self.path = path
  }

  /// What swop knows of the account, 0600.
  package var accountFile: FilePath { path / "meta.json" }
  /// What stood beside the sign-in in the file of another program that it came from, 0600.
  var besideFile: FilePath { path / "beside.json" }
  /// The account's `CODEX_HOME`, 0700.
  package var codexHome: FilePath { path / "codex" }
  /// The sign-in, 0600; a regular file, never a link.
  package var signInFile: FilePath { codexHome / "auth.json" }
  /// `HOME` and the XDG folders in strict mode, 0700.
  var home: FilePath { path / "home" }
}

/// A sandbox that runs can use.
package enum SandboxPlace: Hashable, Sendable {
  /// The sandbox of an account.
  case account(AccountKey)
  /// The lasting home of rotated runs; it holds no real credential.
  case pool

  /// The lock of its files.
  var lock: LockName {
    switch self {
    case .account(let key): .sandbox(key)
    case .pool: .pool
    }
  }

  /// A name for backups and messages.
  var name: String {
    switch self {
    case .account(let key): key.text
    case .pool: "pool"
    }
  }
}

extension SandboxLayout {
  /// The folder of a sandbox.
  func folder(of place: SandboxPlace) -> SandboxFolder {
    switch place {
    case .account(let key): sandbox(key)
    case .pool: pool
    }
  }
}
