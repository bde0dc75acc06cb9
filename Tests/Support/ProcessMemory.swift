import EngineCore
import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The memory of the tests' own process.
package enum ProcessMemory {
  /// Whether a sanitizer brought an allocator of its own, which keeps what was freed.
  package static var isWatched: Bool {
    dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
  }

  /// How many MiB are resident; where there is no /proc, nothing can be said.
  ///
  /// - Throws: `FileError` without /proc.
  package static func residentMegabytes() throws -> Int {
    let text = String(decoding: try DiskFileSystem().read("/proc/self/status"), as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    let kilobytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return (kilobytes ?? 0) / 1_024
  }
}
