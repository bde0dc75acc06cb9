import Engine
import EngineCore

/// What a directory says about runs, for people.
enum ProjectText {
  /// The whole sentence, the folder first.
  static func sentence(_ project: ProjectSnapshot) -> String {
    "\(folder(project)) names \(what(project))."
  }

  /// The sentence about the folder that swop was started in.
  static func here(_ project: ProjectSnapshot) -> String {
    "This directory names \(what(project))."
  }

  /// The folder, fit for a screen.
  static func folder(_ project: ProjectSnapshot) -> String {
    PrintableText.sanitized(project.folder.text)
  }

  private static func what(_ project: ProjectSnapshot) -> String {
    if let label = project.label { return "the account \(PrintableText.sanitized(label))" }
    if let strategy = project.strategy { return "the strategy \(strategy.rawValue)" }
    return "an account that is not there any more"
  }
}
