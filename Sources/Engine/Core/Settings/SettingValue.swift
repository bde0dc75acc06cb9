/// The value of a setting.
package enum SettingValue: Hashable, Sendable {
  case text(String)
  case flag(Bool)
  case number(Double)
  case list([String])
  /// A text that is stored and used, and never shown.
  case secret(Redacted<String>)

  /// As it stands in the settings file.
  package var json5: String {
    switch self {
    case .text(let text): JSON5Text.quoted(text)
    case .flag(let flag): flag ? "true" : "false"
    case .number: shown
    case .secret(let text): JSON5Text.quoted(text.reveal())
    case .list(let texts): "[" + texts.map(JSON5Text.quoted).joined(separator: ", ") + "]"
    }
  }

  /// As people read it: `on`, `12`, `work, home`; an empty list is `none`.
  package var shown: String {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag ? "on" : "off"
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    case .secret: "set (hidden)"
    case .list(let texts): texts.isEmpty ? "none" : texts.joined(separator: ", ")
    }
  }
}
