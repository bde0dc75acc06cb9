import EngineCore

/// The name of a workspace: of its container and, as far as it fits, its host name.
package struct WorkspaceName: Hashable, Sendable, CustomStringConvertible {
  /// The longest name: a host name (63, RFC 1123) and the name of its token (64 with `ws-`) must fit.
  static let maximumLength = 61

  /// The name.
  let text: String

  /// Takes a name that was typed.
  ///
  /// - Throws: `WorkspaceError.badName` for anything that an engine would not take.
  package init(_ text: String) throws(WorkspaceError) {
    let isWord = text.utf8.allSatisfy { Slug.isLetterOrDigit($0) || "-_.".utf8.contains($0) }
    guard (2...Self.maximumLength).contains(text.utf8.count), isWord,
      text.utf8.first.map(Slug.isLetterOrDigit) == true
    else { throw .badName(text) }
    self.text = text
  }

  /// The name of a new workspace: owner, repository and time.
  ///
  /// - Parameters:
  ///   - repository: what it is for, nil for nothing.
  ///   - now: when it is made.
  ///   - prefix: what it begins with.
  init(for repository: RepositorySpec?, at now: Date, prefix: WorkspacePrefix = .standard) {
    let words = repository.map { $0.owner + "-" + $0.name } ?? "scratch"
    let time = "-" + Self.stamp(now)
    let room = Self.maximumLength - prefix.text.utf8.count - time.utf8.count
    let slug = Slug.of(words, limit: room)
    text = prefix.text + (slug.isEmpty ? "scratch" : slug) + time
  }

  /// The name as the container's host name.
  var hostName: String { Slug.of(text, limit: Self.maximumLength) }

  /// The name of its token for the proxy, which is no one else's.
  var token: String { "ws-" + text }

  /// The name of one of its volumes.
  func volume(_ part: String) -> String { "\(text)-\(part)" }

  package var description: String { text }

  private static func stamp(_ date: Date) -> String {
    let style = Date.ISO8601FormatStyle(dateSeparator: .omitted, timeSeparator: .omitted)
    return date.formatted(style).replacing("T", with: "-").replacing("Z", with: "")
  }
}

/// Text in lower-case letters, digits and single dashes.
enum Slug {
  /// `text` as a slug of at most `limit` characters; empty if nothing of it can be kept.
  static func of(_ text: String, limit: Int) -> String {
    var result: [UInt8] = []
    for byte in text.lowercased().utf8 {
      if isLetterOrDigit(byte) {
        result.append(byte)
      } else if result.last != UInt8(ascii: "-"), !result.isEmpty {
        result.append(UInt8(ascii: "-"))
      }
    }
    result = Array(result.prefix(limit))
    while result.last == UInt8(ascii: "-") { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a byte is an ASCII letter or digit.
  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}

/// The name of a tunnel: lower-case letters, digits and dashes, at most 20 of them.
package struct TunnelName: Hashable, Sendable, CustomStringConvertible {
  /// The longest name that the tunnel's service takes.
  static let maximumLength = 20

  /// The name.
  package let text: String

  /// Takes a name that was typed.
  ///
  /// - Throws: `WorkspaceError.badTunnelName` if it does not fit; it is never changed.
  package init(_ text: String) throws(WorkspaceError) {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
    guard isPlain, (1...Self.maximumLength).contains(text.utf8.count) else {
      throw .badTunnelName(text)
    }
    self.text = text
  }

  /// The name for a workspace: its own without prefix and time; one that is too long is cut and gets
  /// four digits of its hash, so that two of them differ.
  init(for workspace: String, prefix: WorkspacePrefix = .standard) {
    var rest = Substring(workspace)
    if let known = prefix.known.first(where: { workspace.hasPrefix($0.text) }) {
      rest = rest.dropFirst(known.text.count)
    }
    if let time = rest.firstMatch(of: /-[0-9]{8}-[0-9]{6}$/) {
      rest = rest[..<time.range.lowerBound]
    }
    let slug = Slug.of(String(rest), limit: .max)
    guard slug.utf8.count > Self.maximumLength else {
      text = slug.isEmpty ? "workspace" : slug
      return
    }
    let digits = SHA256.hexadecimal(slug).prefix(4)
    text = Slug.of(slug, limit: Self.maximumLength - 5) + "-" + digits
  }

  package var description: String { text }
}

/// Opens a VS Code tunnel from inside a workspace.
struct TunnelScript: Sendable {
  /// Where a tunnel that goes on by itself writes its log.
  static let log = "/home/codex/.local/state/swop/tunnel.log"

  /// The tunnel's name.
  let name: TunnelName

  private var command: String {
    "code tunnel --accept-server-license-terms --name \(name)"
  }

  private var check: String {
    "command -v code >/dev/null 2>&1 || exit \(SetupPlan.unfit)"
  }

  /// The tunnel on this terminal.
  var inForeground: String { "\(check)\nexec \(command)" }

  /// The tunnel in the background. Prints `running` if it was open already, else `started` once it has
  /// lived for a second. A number in the file counts only if its process is a tunnel: after a restart
  /// of the container it may be anyone's.
  var detached: String {
    """
    \(check)
    log=\(Self.log)
    folder=$(dirname "$log")
    mkdir -p "$folder"
    number=$(cat "$folder/tunnel.pid" 2>/dev/null || echo none)
    if grep -q tunnel "/proc/$number/cmdline" 2>/dev/null; then
      echo running
      exit 0
    fi
    nohup \(command) >"$log" 2>&1 </dev/null &
    number=$!
    echo "$number" >"$folder/tunnel.pid"
    sleep 1
    if ! kill -0 "$number" 2>/dev/null; then
      tail -n 1 "$log" >&2
      exit \(SetupPlan.notCloned)
    fi
    echo started
    """
  }
}
