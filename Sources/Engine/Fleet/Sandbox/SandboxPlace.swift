package import EngineCore

/// A sandbox that runs can use.
package enum SandboxPlace: Hashable, Sendable {
  /// The sandbox of an account.
  case account(AccountKey)
  /// The lasting home of rotated runs; it holds no real credential.
  case pool

  /// The lock of its files.
  package var lock: LockName {
    switch self {
    case .account(let key): .sandbox(key)
    case .pool: .pool
    }
  }

  /// A name for backups and messages.
  package var name: String {
    switch self {
    case .account(let key): key.text
    case .pool: "pool"
    }
  }
}

extension SandboxLayout {
  /// The folder of a sandbox.
  package func folder(of place: SandboxPlace) -> SandboxFolder {
    switch place {
    case .account(let key): sandbox(key)
    case .pool: pool
    }
  }
}
