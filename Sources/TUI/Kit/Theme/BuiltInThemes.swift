/// The themes of the folder `themes`, which are compiled in.
package enum BuiltInThemes {
  /// Their names, in the order they are listed and stepped through.
  package static let names = [
    "default", "aurora", "daybreak", "clear-dark", "clear-light", "high-contrast", "mono",
  ]

  /// What messages call the file of a theme.
  package static func source(_ name: String) -> String { "themes/\(name).json5" }

  /// The text of a theme, nil if none has this name.
  package static func text(_ name: String) -> [UInt8]? {
    switch name {
    case "default": PackageResources.default_json5
    case "aurora": PackageResources.aurora_json5
    case "daybreak": PackageResources.daybreak_json5
    case "clear-dark": PackageResources.clear_dark_json5
    case "clear-light": PackageResources.clear_light_json5
    case "high-contrast": PackageResources.high_contrast_json5
    case "mono": PackageResources.mono_json5
    default: nil
    }
  }
}
