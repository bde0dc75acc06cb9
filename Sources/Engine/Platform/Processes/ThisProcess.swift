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

  /// What this program was built from, as its builder said; nil if unsaid.
  package static var build: String? {
    let mark = String(cString: cbuild_mark())
    return mark.isEmpty ? nil : mark
  }

  /// Keeps this process's memory, and the sign-ins in it, out of backtraces and core dumps.
  package static func keepMemoryPrivate() { swop_keep_memory_private() }

  /// Hands memory that is free back to the system. The C library keeps what is between things that are
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
    Task.detached(name: "command") { end(await command()) }
    while true { pause() }
  }

  /// Ends the process without the destructors of its libraries: threads of libdispatch still run then, and
  /// one that met what was destroyed already has crashed a command after its work was done.
  private static func end(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
  }

  private static func bytes(at pointer: UnsafePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: pointer, count: strlen(pointer)).map { UInt8(bitPattern: $0) }
  }
}

/// The machine that this process runs on.
package struct ThisMachine: MachineFacts {
  /// This machine.
  package init() {}

  package func freeBytes(at path: FilePath) -> Int64? {
    var disk = statvfs()
    guard statvfs(path.text, &disk) == 0 else { return nil }
    return Int64(
      clamping: UInt64(disk.f_bavail).multipliedReportingOverflow(by: UInt64(disk.f_frsize))
        .partialValue)
  }

  package func isPortTaken(_ port: UInt16) -> Bool {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let number = socket(AF_INET, kind, 0)
    guard number >= 0 else { return false }
    defer { close(number) }
    // Who has just closed the port does not hold it any more.
    var yes: Int32 = 1
    setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return result != 0 && errno == EADDRINUSE
  }

  package var currentUser: UInt32 { geteuid() }

  package func user(named name: String) -> MachineUser? {
    guard let entry = getpwnam(name)?.pointee else { return nil }
    var count: Int32 = 256
    #if canImport(Darwin)
      var groups = [Int32](repeating: 0, count: Int(count))
      let primary = Int32(bitPattern: entry.pw_gid)
    #else
      var groups = [gid_t](repeating: 0, count: Int(count))
      let primary = entry.pw_gid
    #endif
    // More groups than fit are cut off: then fewer rights are seen than there are, never more.
    _ = getgrouplist(name, primary, &groups, &count)
    let known = groups.prefix(Int(min(max(count, 0), 256))).map { UInt32(truncatingIfNeeded: $0) }
    return MachineUser(name: name, id: entry.pw_uid, groups: Set(known + [entry.pw_gid]))
  }

  package func userName(_ number: UInt32) -> String? {
    getpwuid(number).map { String(cString: $0.pointee.pw_name) }
  }

  package func isOwnGroup(_ number: UInt32) -> Bool {
    guard let name = userName(currentUser), let group = getgrgid(number)?.pointee else {
      return false
    }
    var members: Set<String> = []
    var next = group.gr_mem
    while let entry = next, let text = entry.pointee {
      members.insert(String(cString: text))
      next = entry + 1
    }
    // The group does not list users whose primary group it is.
    setpwent()
    defer { endpwent() }
    while let entry = getpwent()?.pointee {
      if entry.pw_gid == number { members.insert(String(cString: entry.pw_name)) }
    }
    return members == [name]
  }

  package var unmappedOwner: UInt32? {
    #if os(Linux)
      // Outside of a namespace the map names every user there can be, root first.
      let map = Self.words(of: "/proc/self/uid_map")
      guard !map.isEmpty, map != ["0", "0", "4294967295"] else { return nil }
      return Self.words(of: "/proc/sys/kernel/overflowuid").first.flatMap { UInt32($0) }
    #else
      return nil
    #endif
  }

  private static func words(of path: FilePath) -> [Substring] {
    guard let data = try? DiskFileSystem().read(path) else { return [] }
    return String(decoding: data, as: UTF8.self).split { " \n".contains($0) }
  }

  package var system: String {
    var names = utsname()
    guard uname(&names) == 0 else { return "unknown" }
    return [Self.text(names.sysname), Self.text(names.release), Self.text(names.machine)]
      .joined(separator: " ")
  }

  private static func text<Field>(_ field: Field) -> String {
    withUnsafeBytes(of: field) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
