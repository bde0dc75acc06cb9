import EngineCore

/// The property list for launchd. Pure.
package enum LaunchAgent {
  /// The text of the file.
  package static func text(_ unit: ServiceUnit, label: String) -> String {
    let words = [unit.program.text] + unit.words(.launchd)
    let variables = unit.environment.names.sorted().map { name in
      "    <key>\(escaped(name))</key>\n    <string>\(escaped(unit.environment[name] ?? ""))</string>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
      "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
      <plist version="1.0">
      <dict>
        <key>Label</key>
        <string>\(escaped(label))</string>
        <key>ProgramArguments</key>
        <array>
      \(words.map { "    <string>\(escaped($0))</string>" }.joined(separator: "\n"))
        </array>
        <key>EnvironmentVariables</key>
        <dict>
      \(variables.joined(separator: "\n"))
        </dict>
        <key>RunAtLoad</key>
        <true/>
        <key>KeepAlive</key>
        <dict>
          <key>SuccessfulExit</key>
          <false/>
        </dict>
        <key>ExitTimeOut</key>
        <integer>40</integer>
        <key>Umask</key>
        <integer>63</integer>
        <key>StandardOutPath</key>
        <string>\(escaped(unit.log.text))</string>
        <key>StandardErrorPath</key>
        <string>\(escaped(unit.log.text))</string>
      </dict>
      </plist>

      """
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
