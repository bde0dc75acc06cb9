/// The cross-process locks of one root. When several are needed they are taken in the order of the
/// cases, so that no two processes wait for each other.
package enum LockName: Hashable, Sendable {
  /// One sign-in at a time.
  case signIn
  /// One import at a time, so that no refresh token is sent twice.
  case imports
  /// The list of accounts: keys, labels and identities.
  case accounts
  /// One sandbox's files other than its token.
  case sandbox(AccountKey)
  /// The files of the home that rotated runs share.
  case pool
  /// One account's token: its only refresher holds it.
  case token(AccountKey)
  /// One account's quota: its only reader holds it.
  case usage(AccountKey)
  /// The shared conversation databases while they are set up.
  case history
  /// The settings file.
  case settings
  /// Codex's own configuration while swop edits it.
  case codexConfiguration
  /// The one proxy that serves as this root's service: held as long as it runs.
  case proxyService
  /// The installed versions of codex.
  case binaries

  /// What it guards, for people.
  package var subject: String {
    switch self {
    case .signIn: "the sign-in of this machine"
    case .imports: "the imports of this root"
    case .accounts: "the list of accounts"
    case .sandbox(let key): "the sandbox of \(key)"
    case .pool: "the home of rotated runs"
    case .token(let key): "the session of \(key)"
    case .usage(let key): "the quota of \(key)"
    case .history: "the shared conversations"
    case .settings: "the settings"
    case .codexConfiguration: "codex's configuration"
    case .proxyService: "the proxy service"
    case .binaries: "the installed versions of codex"
    }
  }

  /// The lock file's name in the `locks` folder.
  package var fileName: String {
    switch self {
    case .signIn: "sign-in.lock"
    case .imports: "imports.lock"
    case .accounts: "accounts.lock"
    case .sandbox(let key): "sandbox.\(key).lock"
    case .pool: "pool.lock"
    case .token(let key): "token.\(key).lock"
    case .usage(let key): "usage.\(key).lock"
    case .history: "history.lock"
    case .settings: "settings.lock"
    case .codexConfiguration: "codex-configuration.lock"
    case .proxyService: "proxy.lock"
    case .binaries: "binaries.lock"
    }
  }
}
