import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Which ports a service gets")
struct PortChoiceTests {
  @Test(
    "ports are where no outgoing connection takes one, whatever the system's range is",
    arguments: [32_768...60_999, 49_152...65_535, 16_000...65_535, 1_024...40_000]
      as [ClosedRange<UInt16>])
  func outside(range: ClosedRange<UInt16>) {
    let choice = PortChoice(outgoing: range)

    let pairs = choice.pairs(SystemRandom())

    #expect(pairs.count == 16)
    for pair in pairs {
      #expect(!choice.isExposed(pair))
      #expect(pair.provider >= 10_240 && pair.backend == pair.provider + 1)
    }
  }

  @Test("where every port may be taken there are ports nevertheless")
  func everything() {
    #expect(PortChoice(outgoing: 1...65_535).pairs(SystemRandom()).count == 16)
  }

  @Test("a pair is exposed when one of its ports is")
  func exposed() {
    let choice = PortChoice(outgoing: 32_768...60_999)

    #expect(choice.isExposed(ServicePorts(provider: 40_000, backend: 40_001)))
    #expect(choice.isExposed(ServicePorts(provider: 32_767, backend: 32_768)))
    #expect(!choice.isExposed(ServicePorts(provider: 32_766, backend: 32_767)))
    #expect(!choice.isExposed(ServicePorts(provider: 61_000, backend: 61_001)))
  }

  @Test("the system's range is read as Linux prints it; nonsense is none")
  func range() {
    #expect(PortChoice.range("32768\t60999\n") == 32_768...60_999)
    for text in ["", "32768", "60999 32768", "0 5", "a b", "1 70000", "1 2 3"] {
      #expect(PortChoice.range(text) == nil)
    }
  }

  @Test("sockets are taken only when they are meant for this process, and in a sane number")
  func inherited() {
    func descriptors(_ pid: String?, _ count: String?) -> [Int32] {
      var environment = ProcessEnvironment()
      environment["LISTEN_PID"] = pid
      environment["LISTEN_FDS"] = count
      return InheritedSockets.descriptors(in: environment, of: 77)
    }

    #expect(descriptors("77", "2") == [3, 4])
    for (pid, count) in [
      ("78", "2"), (nil, "2"), ("77", nil), ("77", "0"), ("77", "-1"), ("77", "999"),
    ] {
      #expect(descriptors(pid, count) == [])
    }
  }
}
