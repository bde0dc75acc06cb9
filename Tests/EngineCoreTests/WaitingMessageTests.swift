import TestSupport
import Testing

@testable import EngineCore

@Suite("Who keeps us waiting, and who keeps us out")
struct WaitingMessageTests {
  private func holder(
    pid: Int32? = 42, program: String? = "swop add", purpose: String? = "sign-in of work",
    seconds: Double? = 190, isStopped: Bool = false
  ) -> LockHolder {
    LockHolder(
      subject: "the list of accounts", pid: pid, program: program, purpose: purpose,
      heldSeconds: seconds, isStopped: isStopped)
  }

  @Test("the holder of a lock is named with what it does and since when, never by its lock file")
  func holders() {
    #expect(
      holder().sentence == "swop add (process 42) has been busy for 3m with: sign-in of work.")
    #expect(
      holder(isStopped: true).sentence
        == "swop add (process 42, stopped) has been busy for 3m with: sign-in of work.")
    #expect(
      holder(program: "flock", purpose: nil, seconds: nil).sentence
        == "flock (process 42) holds the list of accounts.")
    #expect(
      holder(pid: nil, program: nil, purpose: nil, seconds: nil).sentence
        == "Another process holds the list of accounts.")
    #expect(holder(isStopped: true).remedy.contains("kill -CONT 42"))
    #expect(holder().remedy.contains("kill 42"))
    #expect(LockError.busy(name: .accounts, holder: holder()).outcome == .busy)
  }

  @Test("what is denied is named with its owner and the command that opens it")
  func denials() {
    func error(_ denial: FileDenial) -> FileError {
      FileError(operation: "read", path: "/h/a b/auth.json", reason: .notPermitted, denial: denial)
    }
    let foreign = error(
      FileDenial(
        path: "/h/a b/auth.json", isFolder: false, owner: "root", mode: .privateFile, user: "ann"))
    let closed = error(
      FileDenial(
        path: "/h/a b", isFolder: true, owner: "ann", mode: FileMode(bits: 0o600), user: "ann"))

    #expect(foreign.message == "Cannot read /h/a b/auth.json: it belongs to root.")
    #expect(foreign.located == "/h/a b/auth.json belongs to root")
    #expect(foreign.remedy == "Make it yours again: sudo chown ann '/h/a b/auth.json'")
    #expect(closed.message == "Cannot read /h/a b/auth.json: /h/a b has mode 0600.")
    #expect(closed.remedy == "Open it to yourself: chmod u+rwx '/h/a b'")
  }
}
