package import EngineCore

/// Something in a sandbox that is not as it should be, and what became of it.
package struct SandboxFinding: Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// A shared thing is not linked yet.
    case linkMissing(target: FilePath)
    /// A link leads to another place than the shared one; somebody may have wanted that.
    case linkElsewhere(target: FilePath, expected: FilePath)
    /// A link leads to where the shared home was before it moved.
    case linkFormer(target: FilePath)
    /// A link to the shared side, where the sandbox has to have its own.
    case linkUnwanted
    /// The sandbox has a thing of its own where the shared one belongs.
    case linkReplaced(target: FilePath, displaced: SharedEntry.Displaced)
    /// The shared side of a folder cannot be one.
    case sharedSideUnusable(FilePath)
    /// Others may read or write what is the owner's alone, or the owner may not.
    case wrongMode(found: FileMode, wanted: FileMode)
    /// A folder of the sandbox does not exist.
    case folderMissing
  }

  /// What became of it.
  package enum Outcome: Hashable, Sendable {
    /// Nothing was changed.
    case left
    /// It is as it should be now.
    case repaired
    /// It is as it should be now; what was in the way lies here.
    case keptAt(FilePath)
  }

  /// Where.
  package let path: FilePath
  /// What is wrong.
  package let problem: Problem
  /// What became of it.
  package var outcome: Outcome

  /// A finding of its parts.
  package init(path: FilePath, problem: Problem, outcome: Outcome = .left) {
    self.path = path
    self.problem = problem
    self.outcome = outcome
  }

  /// Whether a person wants to hear of it: what swop does on every first use is no news.
  package var isNoteworthy: Bool {
    switch problem {
    case .linkMissing, .linkFormer, .linkUnwanted, .folderMissing: outcome == .left
    // What joined the shared side is where it belongs; what went to the backup folder is news.
    case .linkReplaced: outcome != .repaired
    case .linkElsewhere, .sharedSideUnusable, .wrongMode: true
    }
  }

  /// Whether swop may put it right by itself.
  package var isRepairable: Bool {
    switch problem {
    case .linkElsewhere, .sharedSideUnusable: false
    case .linkMissing, .linkFormer, .linkUnwanted, .linkReplaced, .wrongMode, .folderMissing: true
    }
  }

  /// Whether a link was led to where the shared home is now.
  package var isMoved: Bool {
    if case .linkFormer = problem { outcome == .repaired } else { false }
  }

  /// What is said once instead of one sentence a link.
  package static let movedNotice =
    "The shared folder has moved since the last run; the links of the sandbox lead to it again."

  /// One sentence for people.
  package var message: String {
    switch outcome {
    case .left: problemSentence + "."
    case .repaired: problemSentence + "; repaired."
    case .keptAt(let backup): problemSentence + "; what was there is kept at \(backup)."
    }
  }

  private var problemSentence: String {
    switch problem {
    case .linkMissing(let target): "\(path) is not linked to \(target)"
    case .linkElsewhere(let target, let expected): "\(path) leads to \(target), not to \(expected)"
    case .linkFormer(let target):
      "\(path) leads to where \(target) was before the shared folder moved"
    case .linkUnwanted: "\(path) is a link where the sandbox has its own"
    case .linkReplaced(let target, _): "\(path) was no link to \(target) any more"
    case .sharedSideUnusable(let target): "\(target) is not a folder and cannot be shared"
    case .wrongMode(let found, let wanted): "\(path) had mode \(found), not \(wanted)"
    case .folderMissing: "\(path) was missing"
    }
  }
}
