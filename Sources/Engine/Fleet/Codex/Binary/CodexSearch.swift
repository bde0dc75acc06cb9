import EngineCore

/// Finds the codex to run and remembers what it learned about it.
package struct CodexSearch: Sendable {
  private let check: CodexCheck

  /// A search with everything it needs to look at a candidate.
  package init(_ check: CodexCheck) {
    self.check = check
  }

  /// The first binary that can be run. A file that a person named is the only one that may win.
  ///
  /// - Throws: `CodexBinaryError`, which exits with the status for a missing codex.
  package func resolve(_ places: CodexPlaces) async throws(CodexBinaryError) -> CodexBinary {
    var lost: [CodexCandidate] = []
    for place in places.all {
      let candidate = await check.candidate(at: place)
      if let binary = candidate.binary { return binary }
      if place.origin.isExplicit { throw Self.error(for: candidate) }
      if candidate.verdict != .absent { lost.append(candidate) }
    }
    throw Self.worstLoss(lost).map { Self.error(for: $0) } ?? .notFound
  }

  /// Every candidate with its verdict, in order; the first usable one is the winner unless a named one
  /// before it is unusable.
  package func candidates(_ places: CodexPlaces) async -> [CodexCandidate] {
    var candidates: [CodexCandidate] = []
    for place in places.all { candidates.append(await check.candidate(at: place)) }
    return candidates
  }

  /// The candidate to tell of: one that is merely too old says more than a broken one.
  private static func worstLoss(_ lost: [CodexCandidate]) -> CodexCandidate? {
    let old = lost.filter { if case .tooOld = $0.verdict { true } else { false } }
    return old.first ?? lost.first
  }

  private static func error(for candidate: CodexCandidate) -> CodexBinaryError {
    if case .tooOld(let version) = candidate.verdict {
      return .tooOld(path: candidate.path, version: version)
    }
    return .unusable(
      path: candidate.path, origin: candidate.origin, reason: candidate.flaw ?? "it is unusable")
  }
}
