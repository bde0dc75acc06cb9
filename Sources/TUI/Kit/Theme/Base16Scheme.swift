import EngineCore

/// The sixteen colours of a base16 scheme, which make a theme without a designer.
package struct Base16Scheme: Hashable, Sendable {
  private let colors: [String: String]

  /// Reads the lines `base00: "181818"` of a scheme; everything else in it is left alone.
  ///
  /// - Throws: `ThemeError.badScheme` that names the first colour that is missing.
  package init(_ bytes: [UInt8], source: String) throws(ThemeError) {
    var colors: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      guard let match = line.firstMatch(of: /base(0[0-9A-Fa-f])['"]?:\s*['"]?#?([0-9A-Fa-f]{6})\b/)
      else { continue }
      colors[match.1.uppercased()] = "#" + match.2.uppercased()
    }
    for number in 0..<16 {
      let key = "0" + String(number, radix: 16, uppercase: true)
      if colors[key] == nil {
        throw .badScheme(source: PrintableText.sanitized(source), missing: "base" + key)
      }
    }
    self.colors = colors
  }

  /// The text of a theme.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - hasBackground: whether text stands on the scheme's background, not the terminal's.
  /// - Returns: The file's bytes.
  /// - Throws: `ThemeError` if the name is none.
  package func theme(named name: String, hasBackground: Bool) throws(ThemeError) -> [UInt8] {
    let ground = hasBackground ? " on \(self["00"])" : ""
    let roles: [(ThemeRole, String)] = [
      (.text, self["05"] + ground), (.muted, self["03"]), (.title, self["07"] + " bold"),
      (.rule, self["02"]), (.key, self["0D"] + " bold"),
      (.selection, "\(self["05"]) on \(self["01"]) bold"), (.stateUse, self["0C"] + " bold"),
      (.stateReady, self["0B"]), (.stateLow, self["0A"]), (.stateWaiting, self["03"]),
      (.stateBlocked, self["09"]), (.stateExpired, self["08"] + " bold"),
      (.stateOff, self["03"]), (.track, self["02"]), (.chart, self["0E"]),
    ]
    let lines = roles.map { "    \"\($0.0.rawValue)\": \"\($0.1)\",\n" }.joined()
    let text =
      "// Made from a base16 scheme.\n{\n  name: \"\(name)\",\n  roles: {\n\(lines)  },\n}\n"
    let bytes = Array(text.utf8)
    _ = try ThemeFile(bytes, source: name, fallbackName: name)
    return bytes
  }

  private subscript(_ number: String) -> String { colors[number] ?? "default" }
}
