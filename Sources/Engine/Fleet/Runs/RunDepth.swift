import EngineCore

/// How many runs of swop a run is inside of: an agent may start `swop codex` itself, but a codex that leads
/// back to swop would do so without end.
struct RunDepth: Hashable {
  /// The deepest run that is allowed.
  static let limit = 8

  private static let depth = "SWOP_DEPTH"
  private static let chain = "SWOP_CHAIN"
  private static let separator: Character = ":"

  /// The depth of the run, from 1.
  let level: Int
  /// The codex that each run started, outermost first, this one's last.
  let binaries: [String]

  /// The depth of a run of `binary` by a swop with an environment.
  init(of binary: FilePath, in inherited: ProcessEnvironment) {
    let outer = inherited.nonEmpty(Self.depth).flatMap { Int($0) } ?? 0
    level = max(0, min(outer, 1_000)) + 1
    let known = inherited.nonEmpty(Self.chain)?.split(separator: Self.separator) ?? []
    binaries = known.suffix(Self.limit).map(String.init) + [binary.text]
  }

  /// Notes it in the environment of the run.
  func note(in environment: inout ProcessEnvironment) {
    environment[Self.depth] = "\(level)"
    environment[Self.chain] = binaries.joined(separator: String(Self.separator))
  }
}
