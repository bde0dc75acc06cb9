import CBuild
import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system handed to this process, and how it ends.
package enum ThisProcess {
  /// The words of the command line without the program's own name, byte for byte.
  package static var arguments: [Argument] {
    (1..<max(1, Int(CommandLine.argc))).compactMap { index in
      CommandLine.unsafeArgv[index].map { Argument(bytes: bytes(at: $0)) }
    }
  }

  /// The environment that it was started with, byte for byte.
  package static let environment: ProcessEnvironment = {
    var words: [[UInt8]] = []
    guard let list = swop_environment() else { return ProcessEnvironment() }
    while let word = list[words.count] { words.append(bytes(at: word)) }
    return ProcessEnvironment(words: words)
  }()

  /// This program's own file, links resolved; nil if the system does not tell.
  package static var executable: FilePath? {
    #if canImport(Glibc)
      return try? DiskFileSystem().resolve("/proc/self/exe")
    #else
      var size: UInt32 = 0
      _ = _NSGetExecutablePath(nil, &size)
      var buffer = [CChar](repeating: 0, count: Int(size) + 1)
      guard _NSGetExecutablePath(&buffer, &size) == 0 else { return nil }
      let end = buffer.firstIndex(of: 0) ?? buffer.endIndex
      let text = String(decoding: buffer[..<end].map(UInt8.init(bitPattern:)), as: UTF8.self)
      return try? DiskFileSystem().resolve(FilePath(text))
    #endif
  }

  /// What this program was built from, as whoever built it said; nil if nobody did.
  package static var build: String? {
    let mark = String(cString: cbuild_mark())
    return mark.isEmpty ? nil : mark
  }

  /// Keeps this process's memory, and the sign-ins in it, out of backtraces and core dumps.
  package static func keepMemoryPrivate() { swop_keep_memory_private() }

  /// Hands memory that is free back to the system. The C library keeps what lies between things that are
  /// still in use, which after a rush is most of it. Takes up to some milliseconds.
  package static func giveBackMemory() { swop_give_back_memory() }

  /// Runs the command of this process, and ends the process with what it returns.
  ///
  /// - Parameter command: returns what a shell sees, 0 to 255.
  package static func run(_ command: @escaping @Sendable () async -> Int32) -> Never {
    // On Linux libdispatch asks for a preferred thread, which ordinary users are refused, and each refusal
    // would be a line in the system's log. It looks here at its first line, so nothing may run before.
    _ = environment
    setenv("LIBDISPATCH_LOG", "NO", 0)
    Task.detached(name: "command") { exit(await command()) }
    while true { pause() }
  }

  private static func bytes(at pointer: UnsafePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) }
  }
}
