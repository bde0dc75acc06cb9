/// What a version of codex can do: the one place that knows the differences between versions.
package struct CodexAbilities: Hashable, Sendable {
  /// The oldest version that swop runs.
  package static let minimum = CodexVersion(0, 144, 4)
  /// The newest version that swop was tested with.
  package static let newestTested = CodexVersion(0, 163, 0)

  /// Which version.
  package let version: CodexVersion

  /// The abilities of a version.
  package init(_ version: CodexVersion) {
    self.version = version
  }

  /// Older than swop runs.
  package var isTooOld: Bool { version < Self.minimum }

  /// Newer than swop was tested with: worth a note, never a refusal.
  package var isNewerThanTested: Bool { version > Self.newestTested }

  /// Whether it may share conversations with other versions: older ones list threads of newer ones but
  /// cannot resume them.
  package var sharesHistory: Bool { has(from: 0, 149) }

  /// Whether it would damage threads of newer versions by resuming them: 0.136 and older.
  package var damagesSharedHistory: Bool { !has(from: 0, 137) }

  /// Whether its app-server signs in at another issuer when told so by the environment.
  package var hasIssuerOverride: Bool { has(from: 0, 154) }

  /// Whether it asks the server where a workspace's requests go, and obeys the answer.
  package var hasWorkspaceRouting: Bool { has(from: 0, 156) }

  /// Whether it gives up on a dead connection only when told so (`features.unbounded_connection_retries`).
  package var retriesForEver: Bool { has(from: 0, 149) }

  /// Whether its screen mode starts a background daemon unless told otherwise
  /// (`features.daemon_auto_start`).
  package var startsDaemon: Bool { has(from: 0, 157, 1) }

  /// What it lacks, one sentence each, for people; empty for a version that can do everything.
  package var lacks: [String] {
    var sentences: [String] = []
    if !sharesHistory {
      sentences.append("Shared conversations need codex 0.149; this account keeps its own.")
    }
    if !hasIssuerOverride {
      sentences.append("Signing in at SWOP_AUTH_BASE_URL in a browser needs codex 0.154.")
    }
    if !hasWorkspaceRouting {
      sentences.append("Workspace routing needs codex 0.156.")
    }
    return sentences
  }

  /// Pre-releases of a version count as it: they have its features.
  private func has(from major: Int, _ minor: Int, _ patch: Int = 0) -> Bool {
    CodexVersion(version.major, version.minor, version.patch) >= CodexVersion(major, minor, patch)
  }
}
