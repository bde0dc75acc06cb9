import EngineCore

/// The first settings file: every general setting as a comment with its default.
package enum ConfigTemplate {
  /// The text of the file.
  package static var text: String {
    let settings = SettingCatalogue.all.filter { !$0.isRepeated && !$0.name.contains(".") }
    let lines = settings.map { setting in
      """
        // \(setting.help): \(setting.kind.expectation).
        // \(setting.name): \(setting.defaultValue?.json5 ?? "null"),

      """
    }
    return "// Settings of swop, in JSON5. See: swop config list\n{\n\(lines.joined())}\n"
  }
}
