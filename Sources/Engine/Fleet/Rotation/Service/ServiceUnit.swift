import EngineCore

/// What a service manager has to know of the proxy.
struct ServiceUnit: Hashable, Sendable {
  /// This swop's program.
  let program: FilePath
  /// The root it serves.
  let root: FilePath
  /// The file of its log.
  let log: FilePath
  /// The first of its two ports, nil for those of last time.
  let port: UInt16?
  /// What it needs of the environment: addresses, proxies and certificates.
  let environment: ProcessEnvironment

  /// A unit of its parts; of `inherited` only what the service needs is taken.
  init(
    program: FilePath, root: FilePath, log: FilePath, port: UInt16? = nil,
    inherited: ProcessEnvironment
  ) {
    self.program = program
    self.root = root
    self.log = log
    self.port = port
    var environment = ProcessEnvironment()
    for name in Self.taken { environment[name] = inherited.nonEmpty(name) }
    environment["SWOP_ROOT"] = root.text
    self.environment = environment
  }

  /// Its name: one for each root.
  func name(isUsualRoot: Bool) -> String {
    isUsualRoot ? "swop-proxy" : "swop-proxy-" + StableName.of(root.text)
  }

  /// The words that start it, without the program.
  func words(_ keeper: ServiceKeeper) -> [String] {
    ["proxy", "run", "--keeper", keeper.rawValue] + (port.map { ["--port", "\($0)"] } ?? [])
  }

  /// What is handed on; nothing in it is secret but what a person put into a proxy's address.
  private static let taken = [
    "HOME", "PATH", "LANG", "TZ", "XDG_STATE_HOME", "SWOP_CHATGPT_BASE_URL", "SWOP_AUTH_BASE_URL",
    "SWOP_CODEX_BIN", "SWOP_ISOLATION_MODE", "SWOP_LOG", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
    "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE",
    "CODEX_CA_CERTIFICATE",
  ]
}

/// The unit files for the user's systemd: the service, and the socket that holds its ports while it is down.
/// Pure.
enum SystemdUnit {
  /// The text of the socket's file. systemd opens the ports and hands them to the service, in this order; a
  /// client that comes while the service is down waits, and starts it.
  static func socketText(_ ports: ServicePorts) -> String {
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
  static func text(_ unit: ServiceUnit, socket: String? = nil) -> String {
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

/// The property list for launchd. Pure.
enum LaunchAgent {
  /// The text of the file.
  static func text(_ unit: ServiceUnit, label: String) -> String {
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

/// A short name for a text, the same in every process.
enum StableName {
  /// Eight hexadecimal digits.
  static func of(_ text: String) -> String { String(SHA256.hexadecimal(text).prefix(8)) }
}
