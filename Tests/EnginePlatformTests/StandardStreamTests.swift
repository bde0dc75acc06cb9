import Testing

@testable import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite("Standard streams")
struct StandardStreamTests {
  @Test(
    "a full disk is named", .enabled(if: access("/dev/full", W_OK) == 0, "there is no /dev/full"))
  func full() throws {
    let number = open("/dev/full", O_WRONLY)
    defer { close(number) }

    let fault = StandardStream(descriptor: number).write(Array("text".utf8))

    #expect(fault == .refused(reason: "no space left on device"))
  }

  @Test("a stream that was closed when the program started stays closed to anyone who writes")
  func closed() {
    // What `fillClosed` puts in the place of a closed output.
    let number = open("/dev/null", O_RDONLY)
    defer { close(number) }

    #expect(
      StandardStream(descriptor: number).write(Array("text".utf8))
        == .refused(reason: "it is closed"))
  }

  @Test("a pipe that is full and must not block is waited for")
  func nonBlocking() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let bytes = [UInt8](repeating: 7, count: 1 << 20)
    let reader = Task.detached { [source = ends[0]] in
      StandardStream(descriptor: source).readAll(limit: 1 << 21)
    }

    let fault = StandardStream(descriptor: ends[1]).write(bytes)
    close(ends[1])

    #expect(fault == nil)
    #expect(await reader.value == bytes)
    close(ends[0])
  }
}
