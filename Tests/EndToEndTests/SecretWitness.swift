import EngineCore
import EnginePlatform
import TestSupport

/// Writes down what other processes of this machine can see of a household's processes: their arguments
/// always, their environments except codex's own.
struct SecretWitness {
  let house: Household
  private let files = DiskFileSystem()

  /// Where it writes.
  private var folder: FilePath { house.folder / "witness" }

  /// Keeps something that was printed.
  func keep(_ printed: Printed) throws {
    try write(printed.description)
  }

  /// Looks again and again, until the task is cancelled.
  ///
  /// - Returns: How many processes it saw.
  func watch() async throws -> Int {
    var seen: Set<String> = []
    while !Task.isCancelled {
      for name in (try? files.list("/proc")) ?? [] where name.allSatisfy(\.isNumber) {
        if let text = sight(of: FilePath("/proc") / name), seen.insert(text).inserted {
          try write(text)
        }
      }
      try? await SystemTimeSource().sleep(for: .milliseconds(20))
    }
    return seen.count
  }

  /// What can be seen of a process that belongs to the household; nil of others, and of what has gone.
  private func sight(of process: FilePath) -> String? {
    guard let environment = try? files.read(process / "environ"),
      let arguments = try? files.read(process / "cmdline"),
      let program = try? files.linkTarget(process / "exe")
    else { return nil }
    let shown = String(decoding: environment, as: UTF8.self)
    guard shown.contains(house.folder.path.text) else { return nil }
    let isCodex = program.name == "codex"
    return "\(program)\n" + String(decoding: arguments, as: UTF8.self)
      + (isCodex ? "" : "\n" + shown)
  }

  private func write(_ text: String) throws {
    try files.createFolder(folder, mode: .privateFolder)
    let name = Hexadecimal.text(SystemRandom().bytes(8))
    try files.replace(folder / name, with: Data(text.utf8), mode: .privateFile)
  }
}
