import EngineCore
import EnginePlatform

/// The version of this program.
package enum SwopVersion {
  /// Major, minor and patch.
  package static let current = "1.0.0"

  /// What it was built from, nil when whoever built it did not say.
  package static var build: String? { ThisProcess.build }

  /// Version and build, for people.
  package static var text: String { "swop \(current)" + (build.map { " (\($0))" } ?? "") }
}
