import EngineCore

/// The unit files for the user's systemd: the service, and the socket that holds its ports while it is down.
/// Pure.
package enum SystemdUnit {
  /// The text of the socket's file. systemd opens the ports and hands them to the service, in this order; a
  /// client that comes while the service is down waits, and starts it.
  package static func socketText(_ ports: ServicePorts) -> String {
    """
    # Written by `swop proxy start`, removed by `swop proxy stop`.
    [Unit]
    Description=ports of the swop rotation proxy

    [Socket]
    ListenStream=127.0.0.1:\(ports.provider)
    ListenStream=127.0.0.1:\(ports.backend)
    Backlog=1024

    [Install]
    WantedBy=sockets.target

    """
  }

  /// The text of the service's file.
  ///
  /// - Parameters:
  ///   - unit: what it starts.
  ///   - socket: the name of the unit that holds its ports, nil where it opens them itself.
  /// - Returns: The whole text.
  package static func text(_ unit: ServiceUnit, socket: String? = nil) -> String {
    let words = [unit.program.text] + unit.words(.systemd)
    let variables = unit.environment.names.sorted().map { name in
      "Environment=" + quoted("\(name)=\(unit.environment[name] ?? "")", isCommand: false)
    }
    return """
      # Written by `swop proxy start`, removed by `swop proxy stop`.
      [Unit]
      Description=swop rotation proxy
      \(socket.map { "Wants=\($0)\nAfter=\($0)\n" } ?? "")StartLimitIntervalSec=60
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
