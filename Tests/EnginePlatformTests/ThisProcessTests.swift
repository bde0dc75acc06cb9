import EnginePlatform
import TestSupport
import Testing

#if canImport(Glibc)
  // Other C libraries decide for themselves what they keep.
  @Suite("This process")
  struct ThisProcessTests {
    @Test(
      "memory between things that are still in use goes back to the system",
      .disabled(if: ProcessMemory.isWatched))
    func memory() throws {
      var blocks = (0..<32_768).map { _ in [UInt8](repeating: 1, count: 4_000) }
      let used = try ProcessMemory.residentMegabytes()
      // Some stay, so that nothing large is free at the end of the heap.
      for index in blocks.indices where index % 1_000 != 0 { blocks[index] = [] }

      ThisProcess.giveBackMemory()

      #expect(try ProcessMemory.residentMegabytes() < used - 64)
      #expect(blocks.contains { !$0.isEmpty })
    }
  }
#endif
