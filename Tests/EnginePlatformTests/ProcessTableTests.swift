import EngineCore
import Testing

@testable import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Telling processes apart")
struct ProcessTableTests {
  @Test("knows itself, and nothing under numbers that are not in use")
  func identities() {
    let runner = PosixProcessRunner()

    #expect(runner.current.pid == getpid())
    #expect(runner.isAlive(runner.current))
    #expect(runner.identity(of: getpid()) == runner.current)
    #expect(!runner.isAlive(ProcessIdentity(pid: getpid(), startTicks: 1)))
    #expect(runner.identity(of: 0) == nil)
    #expect(runner.identity(of: -1) == nil)
    #expect(runner.identity(of: .max) == nil)
  }

  @Test("reads the start time behind names with spaces and parentheses")
  func hostileNames() {
    let tail = " S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 4711 20 21\n"

    #expect(ProcessTable.parse(Array("7 (a) S (b\nc) 1 2)\(tail)".utf8))?.start == 4711)
    #expect(ProcessTable.parse(Array("7 (sh)\(tail)".utf8))?.state == "S")
    #expect(ProcessTable.parse(Array("7 (sh) S 1 2".utf8)) == nil)
    #expect(ProcessTable.parse([]) == nil)
  }
}
