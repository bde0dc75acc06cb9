import CSystem
import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The system's list of processes.
enum ProcessTable {
  /// The process with a number, nil if there is none or it has ended and only waits to be reaped.
  static func identity(of pid: Int32) -> ProcessIdentity? {
    guard pid > 0 else { return nil }
    #if canImport(Darwin)
      let start = swop_process_start(pid)
      return start == 0 ? nil : ProcessIdentity(pid: pid, startTicks: start)
    #else
      guard let entry = entry(of: pid), !"ZXx".contains(entry.state) else { return nil }
      return ProcessIdentity(pid: pid, startTicks: entry.start)
    #endif
  }

  /// A child that is not reaped yet: known even if it has ended already.
  static func identity(ofChild pid: Int32) -> ProcessIdentity {
    #if canImport(Darwin)
      return ProcessIdentity(pid: pid, startTicks: swop_process_start(pid))
    #else
      return ProcessIdentity(pid: pid, startTicks: entry(of: pid)?.start ?? 0)
    #endif
  }

  #if !canImport(Darwin)
    private static func entry(of pid: Int32) -> (state: Character, start: UInt64)? {
      let number = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
      guard number >= 0, case .bytes(let bytes) = PipeEnd(number).read(limit: 4096) else {
        return nil
      }
      return parse(bytes)
    }
  #endif

  /// Reads state and start (fields 3 and 22) of a `/proc/<pid>/stat` line.
  static func parse(_ bytes: [UInt8]) -> (state: Character, start: UInt64)? {
    // The program's name is in parentheses and may itself hold spaces and parentheses.
    guard let name = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = bytes[(name + 1)...].split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
    guard fields.count > 19, let state = fields[0].first,
      let start = UInt64(String(decoding: fields[19], as: UTF8.self))
    else { return nil }
    return (Character(Unicode.Scalar(state)), start)
  }
}
