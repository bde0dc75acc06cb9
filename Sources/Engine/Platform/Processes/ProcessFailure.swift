import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says why a program could not be started: the system's number alone cannot tell a missing file from a
/// missing interpreter or folder.
enum ProcessFailure {
  /// The error for a number that starting `command` gave.
  static func error(_ number: Int32, starting command: ProcessCommand) -> ProcessError {
    .notStarted(
      executable: command.executable,
      reason: folderReason(command.directory) ?? reason(number, command.executable.text))
  }

  private static func folderReason(_ folder: FilePath?) -> String? {
    guard let folder else { return nil }
    let shown = PrintableText.sanitized(folder.text)
    switch kind(folder.text) {
    case nil: return "its folder \(shown) does not exist"
    case .some(S_IFDIR):
      return access(folder.text, X_OK) == 0 ? nil : "its folder \(shown) may not be entered"
    case .some: return "\(shown) is not a folder"
    }
  }

  private static func reason(_ number: Int32, _ path: String) -> String {
    switch number {
    case ENOENT:
      guard kind(path) != nil else { return "there is no such file" }
      return interpreter(path).map { "its interpreter \($0) is missing" }
        ?? "the loader it needs is missing"
    case EACCES, EPERM:
      if kind(path) == S_IFDIR { return "it is a folder" }
      if kind(path) != nil, access(path, X_OK) != 0 { return "it is not executable" }
      return "permission denied"
    case ENOTDIR: return "a part of its path is not a folder"
    case ENOEXEC: return "it is not a program for this machine"
    case E2BIG: return "the arguments and the environment are too long together"
    case ETXTBSY: return "it is being written at this moment"
    case EMFILE, ENFILE: return "too many files are open"
    case EAGAIN: return "the system allows no more processes"
    default: return SystemFailure.sentence(number)
    }
  }

  private static func kind(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func interpreter(_ path: String) -> String? {
    let number = open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { return nil }
    let file = PipeEnd(number)
    guard case .bytes(let start) = file.read(limit: 256), start.starts(with: Array("#!".utf8)),
      let line = start.dropFirst(2).split(separator: UInt8(ascii: "\n")).first,
      let word = line.split(separator: UInt8(ascii: " ")).first
    else { return nil }
    return PrintableText.shortened(String(decoding: word, as: UTF8.self), to: 80)
  }
}
