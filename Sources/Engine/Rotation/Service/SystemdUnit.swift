import EngineKernel

/// The unit file for the user's systemd. Pure.
package enum SystemdUnit {
  /// The text of the file.
  package static func text(_ unit: ServiceUnit) -> String {
    let words = [unit.program.text] + unit.words(.systemd)
    let variables = unit.environment.names.sorted().map { name in
      "Environment=" + quoted("\(name)=\(unit.environment[name] ?? "")", isCommand: false)
    }
    return """
      # Written by `swop proxy start`, removed by `swop proxy stop`.
      [Unit]
      Description=swop rotation proxy
      StartLimitIntervalSec=60
      StartLimitBurst=5

      [Service]
      Type=simple
      \(variables.joined(separator: "\n"))
      ExecStart=\(words.map { quoted($0, isCommand: true) }.joined(separator: " "))
      StandardOutput=append:\(escaped(unit.log.text))
      StandardError=append:\(escaped(unit.log.text))
      UMask=0077
      Restart=on-failure
      RestartSec=1
      TimeoutStopSec=40
      KillMode=mixed

      [Install]
      WantedBy=default.target

      """
  }

  /// A word in quotes. `%` begins a specifier everywhere, `$` a variable in commands.
  private static func quoted(_ word: String, isCommand: Bool) -> String {
    var result = "\""
    for scalar in word.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "%": result += "%%"
      case "$" where isCommand: result += "$$"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A path where no quotes are read.
  private static func escaped(_ path: String) -> String { path.replacing("%", with: "%%") }
}
