import EngineCore

/// Adds the lines of one file to another that has some of them already. The order of lines does not
/// matter to codex in the files this is used for: each carries its own moment.
struct LineMerge {
  let files: any FileSystem

  /// Adds what `target` lacks; a target that does not exist is made. `source` stays.
  func add(_ source: FilePath, to target: FilePath) throws(FileError) {
    let own = try lines(source)
    let present = try files.readIfPresent(target) ?? Data()
    let known = Set(present.split(separator: Self.newline))
    let missing = own.filter { !known.contains($0) }
    guard !missing.isEmpty else { return }
    var merged = present
    if let last = merged.last, last != Self.newline { merged.append(Self.newline) }
    for line in missing {
      merged.append(line)
      merged.append(Self.newline)
    }
    // A link on the shared side is the user's own arrangement; what it leads to is changed.
    let place = (try? files.resolve(target)) ?? target
    try files.replace(place, with: merged, mode: .privateFile)
  }

  private static let newline = UInt8(ascii: "\n")

  private func lines(_ path: FilePath) throws(FileError) -> [Data] {
    try files.read(path).split(separator: Self.newline)
  }
}
