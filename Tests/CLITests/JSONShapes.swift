import CLI
import EngineCore
import TestSupport

@testable import Engine

/// The shapes that scripts rely on, each with a command that prints it.
enum JSONShapes {
  struct Shape: Sendable {
    let title: String
    let prose: String
    let line: [String]
    var answers = ScriptedFleet.Answers()
    var variables: [String: String] = [:]
    var settings = ""
    /// Files that are in the root.
    var files: [String] = []

    /// Its part of the page.
    func section(printing output: String) -> String {
      let words = line.map { ShellWord.quoted($0) }.joined(separator: " ")
      return """

        ## \(title)

        \(prose)

        ```sh
        swop \(words)
        ```

        ```json
        \(JSONLayout.pretty(output))
        ```

        """
    }
  }

  /// A codex that says its version.
  static var codex: ScriptedProcessRunner {
    ScriptedProcessRunner(run: { _ in
      .success(
        ProcessOutput(
          end: .exited(0), standardOutput: Array("codex-cli 0.150.0\n".utf8), standardError: []))
    })
  }

  /// The output with a long script and all but two of the commands left out, and without places that
  /// depend on the machine.
  static func shortened(_ output: String) -> String {
    output.replacing(/"script":"[^"\\]*(\\.[^"\\]*)*"/, with: "\"script\":\"…\"")
      .replacing(/"report":"[^"\\]*(\\.[^"\\]*)*"/, with: "\"report\":\"…\"")
      .replacing(/,\{"command":"(?!account\.delete")[^}]*\}/, with: "")
      .replacing(/,\{"path":"\/(nowhere|usr|opt|home\/linuxbrew)[^}]*\}/, with: "")
  }

  static let introduction = """
    # JSON output

    Every command takes `--json` and then prints one object on standard output and nothing else; with
    `--watch` and `-f` one object a line. `schema_version` comes first, names are stable, new ones may
    be added behind the others. Moments are UTC; what is not known is `null`. The examples are laid out
    for reading; the program prints each object on one line. A test compares this page with the program.

    """

  static let all = Array(usual.dropLast()) + proxy + appearance + usual.suffix(1)

  private static let usual: [Shape] = [
    Shape(
      title: "status",
      prose:
        "All accounts in the order they were added; an account that cannot be read comes last, with the "
        + "state `unknown` and an `error`. `older_accounts` has the labels of accounts that "
        + "an older version of swop keeps in the same folder, and `shared_home` the folder that relaxed "
        + "accounts share in place of `~/.codex`; each is there only if there is something to say. "
        + "An `error` with the code `excluded` says that codex would sign the account out in the current "
        + "folder, and which line of which file asks for that.",
      line: ["status", "--json"],
      answers: .init(snapshots: [
        FleetSnapshot(
          takenAt: .fixed, accounts: [[AccountSnapshot].seven[0], [AccountSnapshot].seven[5]])
      ])),
    Shape(
      title: "best, why",
      prose:
        "`selected` is `null` and the status 3 when no account can be used. `why` prints the same.",
      line: ["best", "--json"]),
    Shape(
      title: "why LABEL", prose: "One account's place in the ranking.",
      line: ["why", "beta", "--json"]),
    Shape(
      title: "add, relogin, enable, disable, rename, trash restore",
      prose: "The account as it is now.", line: ["enable", "work", "--json"]),
    Shape(
      title: "set, unset", prose: "The default account, `null` for none.",
      line: ["set", "work", "--json"]),
    Shape(
      title: "set --here, unset --here",
      prose: "What the directory names; `project` is `null` when it names nothing.",
      line: ["set", "--here", "work", "--json"]),
    Shape(
      title: "remove", prose: "The entry in the trash.", line: ["remove", "old", "--json"]),
    Shape(
      title: "logout",
      prose: "As for `remove`; `remote_error` says why the server could not be told.",
      line: ["logout", "old", "--json"]),
    Shape(
      title: "trash list",
      prose:
        "Newest first, whatever the age. `kept_until` goes by this machine's clock, `trash purge` by the server's.",
      line: ["trash", "list", "--json"]),
    Shape(
      title: "trash purge", prose: "What was destroyed.", line: ["trash", "purge", "--json"]),
    Shape(
      title: "import",
      prose:
        "`origin` is `codex`, `cpa`, `codex-multi-auth`, `codex-switcher`, `opencode`, `swop`, or "
        + "`older-swop` for an older version's account that was taken over, which may have a `notice`. "
        + "`skipped` has what is there already, and with `failed` what could not be taken; the status is "
        + "1 then.",
      line: ["import", "/old/auth.json", "--json"]),
    Shape(
      title: "export", prose: "What was written; `format` is `swop`, `cpa` or `codex`.",
      line: ["export", "/backup.json", "--plain-text", "--json"]),
    Shape(
      title: "history",
      prose:
        "Newest first. `status` is what a shell would see, `null` while the run is in progress or if "
        + "its end was not seen.", line: ["history", "--json"]),
    Shape(
      title: "events",
      prose:
        "Oldest first; with `-f` one `{\"schema_version\":1,\"event\":…}` a line. `move` has the parts of a "
        + "`request_moved` and is `null` elsewhere; it went `before` the `request` was sent at all, the "
        + "`first_byte` of an answer, or, over WebSocket, any `output` of the turn.",
      line: ["events", "--json"]),
    Shape(
      title: "sessions list",
      prose: "The last used first. `label` is `null` where codex did not note the account.",
      line: ["sessions", "list", "--json"]),
    Shape(
      title: "sessions usage",
      prose:
        "Sizes in bytes. `ages` counts by the last use: within 7, 30 and 90 days, and longer ago.",
      line: ["sessions", "usage", "--json"]),
    Shape(
      title: "sessions prune",
      prose:
        "What was deleted, or would be with `--dry-run`; `kept` counts the others by the reason why they "
        + "stay. The status is 1 if there are `errors`.",
      line: ["sessions", "prune", "--dry-run", "--json"]),
    Shape(
      title: "sessions prune --leftovers", prose: "What was removed, or would be.",
      line: ["sessions", "prune", "--leftovers", "--json"]),
    Shape(
      title: "config list",
      prose: "`source` is `flag`, `environment`, `file` or `default`.",
      line: ["config", "list", "--json"], variables: ["SWOP_ROTATE": "1"],
      settings: "{ fallback: ['api'], accounts: { work: { reserve: 10 } } }"),
    Shape(
      title: "config get, config set", prose: "One setting.",
      line: ["config", "get", "strategy", "--json"]),
    Shape(
      title: "config path", prose: "Where the settings file lies.",
      line: ["config", "path", "--json"]),
    Shape(
      title: "binary path", prose: "The codex that is used; `form` is `native` or `script`.",
      line: ["binary", "path", "--json"]),
    Shape(
      title: "binary path --all", prose: "Every candidate in order; the first usable one is used.",
      line: ["binary", "path", "--all", "--json"]),
    Shape(
      title: "binary check",
      prose:
        "`flag` and `supported` are `null` without `--supports`, `user` without `--user`. "
        + "`not_understood` names what swop passes and codex does not know.",
      line: ["binary", "check", "--json"]),
    Shape(
      title: "workspace create, workspace up",
      prose:
        "Workspaces speak an older contract than the rest: its field names, and no `schema_version`. "
        + "`--output json` means `--json`. `created` is false if there was one of this name, which was "
        + "started; `account` is `null` for the pool. Errors are as everywhere.",
      line: ["workspace", "create", "acme/shop", "--name", "demo", "--output", "json"]),
    Shape(
      title: "workspace ls", prose: "`state` is `running`, `paused` or `stopped`.",
      line: ["workspace", "ls", "--json"]),
    Shape(
      title: "workspace start, workspace stop", prose: "What it does now.",
      line: ["workspace", "stop", "codex-ws-acme-website-20261120-113207", "--json"]),
    Shape(
      title: "workspace rm",
      prose: """
        Which volumes are gone, and which were kept. With `--all` there are `workspaces`, an object with `workspace`,
        `removed_volumes` and `kept_volumes` for each one removed, and `failed`, an object with `workspace` and `error`
        (`code`, `message`, `remedy`) for each one left, in place of the three members.
        """,
      line: ["workspace", "rm", "codex-ws-acme-website-20261120-113207", "--json"]),
    Shape(
      title: "workspace tunnel", prose: "Only with `--detach`.",
      line: ["workspace", "tunnel", "codex-ws-acme-website-20261120-113207", "--detach", "--json"]),
    Shape(
      title: "workspace capabilities",
      prose: "`swop workspace --supports NAME` answers for one of them by its status.",
      line: ["workspace", "capabilities"]),
    Shape(
      title: "binary list",
      prose: "Newest first. `binary prune` prints `removed`, a list of versions.",
      line: ["binary", "list", "--json"], files: ["bin/0.150.0/codex", "bin/0.149.0/codex"]),
    Shape(
      title: "binary install, update, use, rollback",
      prose: "The version that is used now. `manager` is `null` if it was there already.",
      line: ["binary", "use", "0.150.0", "--json"], files: ["bin/0.150.0/codex"]),
    Shape(
      title: "doctor",
      prose:
        "Every check in order; `result` is `ok`, `note`, `warning` or `problem`. `mended` are findings that "
        + "`--fix` put right, or would with `--dry-run`; `repair` says how. The status is 1 if a problem is "
        + "left.",
      line: ["doctor", "--json"]),
    Shape(
      title: "debug bundle", prose: "The report as text, shortened here.",
      line: ["debug", "bundle", "--json"]),
    Shape(
      title: "completions", prose: "The script as text, shortened here.",
      line: ["completions", "bash", "--json"]),
    Shape(
      title: "--version", prose: "The version of swop.", line: ["--version", "--json"]),
    Shape(
      title: "--help", prose: "How a command is used.",
      line: ["trash", "purge", "--help", "--json"]),
    Shape(
      title: "Errors",
      prose:
        "Whatever fails prints this, with the exit status of the failure; the sentence for people goes "
        + "to standard error as well.", line: ["why", "bet", "--json"]),
  ]
}

extension JSONShapes {
  static let appearance = [
    Shape(
      title: "themes list",
      prose: "`mode` is `dark`, `light` or `any`; `path` is `null` for what is built in.",
      line: ["themes", "list", "--json"]),
    Shape(
      title: "themes preview", prose: "Every role with what the theme makes of it.",
      line: ["themes", "preview", "mono", "--json"]),
    Shape(
      title: "themes check",
      prose: "How many of your own files were read. A wrong one is an error.",
      line: ["themes", "check", "--json"]),
    Shape(
      title: "keys",
      prose: "Every command of the dashboard with the keys it has now, two of them here; `changed` "
        + "says whether the settings file changes them.",
      line: ["keys", "--json"]),
  ]
}

extension JSONShapes {
  /// The shapes around the rotation proxy.
  static let proxy: [Shape] = [
    Shape(
      title: "proxy status",
      prose:
        "What the service did and does. Without one `running` is `false`, and what is not known "
        + "`null`. `cooling_until` is the end of a rest after an error that passes. `keeper` is "
        + "`systemd`, `launchd`, `background` or `foreground`; `detail` says why nothing runs, as far as "
        + "systemd knows.",
      line: ["proxy", "status", "--json"], answers: .init(proxyRuns: true)),
    Shape(
      title: "proxy start",
      prose: "`keeper` as above; a service that another swop started gives way first.",
      line: ["proxy", "start", "--json"]),
    Shape(
      title: "proxy stop", prose: "`pid` is `null` if nothing ran.",
      line: ["proxy", "stop", "--json"], answers: .init(proxyRuns: true)),
    Shape(
      title: "proxy env",
      prose:
        "`environment` and `arguments` are for codex; `responses_url` is for other clients of the "
        + "Responses API, which need a token of their own.",
      line: ["proxy", "env", "--json"]),
    Shape(
      title: "proxy token add", prose: "The token, this once.",
      line: ["proxy", "token", "add", "editor", "--json"]),
    Shape(
      title: "proxy token list", prose: "By name; digests are not shown.",
      line: ["proxy", "token", "list", "--json"]),
    Shape(
      title: "proxy token revoke", prose: "The name of the token.",
      line: ["proxy", "token", "revoke", "editor", "--json"]),
    Shape(
      title: "proxy logs",
      prose:
        "Oldest first; with `-f` one `{\"schema_version\":1,\"line\":…}` a line. `proxy run` prints "
        + "`{\"schema_version\":1,\"at\":…,\"message\":…}` as things happen.",
      line: ["proxy", "logs", "--json"]),
    Shape(
      title: "rotation status",
      prose: "`source` says who decided: `flag`, `environment`, `file` or `default`.",
      line: ["rotation", "status", "--json"], answers: .init(proxyRuns: true),
      variables: ["SWOP_ROTATE": "1"]),
    Shape(
      title: "rotation enable, rotation disable", prose: "The setting as it is now.",
      line: ["rotation", "enable", "--json"]),
    Shape(
      title: "rotation bind-app, rotation unbind-app",
      prose: "One of `bound`, `already_bound`, `restored`, `key_removed`, `not_bound`.",
      line: ["rotation", "bind-app", "--json"]),
  ]
}

/// Lays JSON out for reading: the outer levels on lines of their own, the inner ones in one line.
enum JSONLayout {
  /// The text with line breaks; `{` and `[` deeper than two levels stay on their line.
  static func pretty(_ text: String) -> String {
    var result = ""
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in text where character != "\n" {
      if isQuoted {
        result.append(character)
        isQuoted = isEscaped || character != "\""
        isEscaped = !isEscaped && character == "\\"
        continue
      }
      switch character {
      case "\"":
        isQuoted = true
        result.append(character)
      case "{", "[":
        depth += 1
        result.append(character)
        if depth <= 3 { result += line(depth) }
      case "}", "]":
        if depth <= 3 { result += line(depth - 1) }
        depth -= 1
        result.append(character)
      case ",": result += depth <= 3 ? "," + line(depth) : ", "
      case ":": result += ": "
      default: result.append(character)
      }
    }
    return result
  }

  private static func line(_ depth: Int) -> String {
    "\n" + String(repeating: "  ", count: depth)
  }
}
