import EngineCore

/// The place of a sign-in in progress. It belongs to this process as long as the value lives; when the
/// process dies, the place is cleaned up by whoever comes next.
package final class Staging: Sendable {
  /// Its name in the staging folder.
  package let id: String
  /// Where codex signs in: `codexHome` is its `CODEX_HOME`, `signInFile` what it leaves behind.
  package let sandbox: SandboxFolder
  private let lock: any HeldLock

  init(id: String, sandbox: SandboxFolder, lock: any HeldLock) {
    self.id = id
    self.sandbox = sandbox
    self.lock = lock
  }

  /// Where the new sandbox is built before it moves to its place: beside what the sign-in left.
  var finished: SandboxFolder { SandboxFolder(sandbox.path / "account") }

  func release() { lock.release() }
}
