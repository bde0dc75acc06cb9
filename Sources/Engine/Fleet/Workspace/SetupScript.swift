import EngineCore

/// The plan as a script for the shell of a short-lived container. The shell reads it from its standard
/// input, so that no secret in it is ever part of a command line, an environment or a file.
enum SetupScript {
  /// The script of a plan.
  static func text(of plan: SetupPlan) -> Redacted<[UInt8]> {
    var parts = [start(plan)]
    if let clone = plan.clone { parts.append(cloning(clone)) }
    parts.append(signIn(plan))
    if let block = plan.configuration { parts.append(configuration(block.reveal())) }
    if let committer = plan.committer {
      parts.append(git(committer.name, committer.email, plan.keptToken))
    }
    parts.append("exit 0\n")
    return Redacted(Array(parts.joined(separator: "\n").utf8))
  }

  private static func quoted(_ text: String) -> String { ShellWord.quoted(text) }

  private static func start(_ plan: SetupPlan) -> String {
    """
    set -eu
    umask 022
    work=\(quoted(plan.work)) home=\(quoted(plan.home)) codex_home=\(quoted(plan.codexHome))
    stop() { printf '%s\\n' "$2" >&2; exit "$1"; }
    # Everything belongs to the user codex; links are changed themselves, not what they point at.
    own() {
      if [ "$(id -u)" = 0 ] && id codex >/dev/null 2>&1; then chown -h "$@"; fi
    }
    mkdir -p "$work" "$codex_home"
    own codex:codex "$work" "$home" "$codex_home"
    chmod 700 "$codex_home"

    """
  }

  /// Clones beside the place and moves it there when it is whole. Git sees a home that is thrown away;
  /// the password comes from a helper that exists only for this and holds nothing itself. It answers for
  /// one server: another one, to which that server may lead git, gets nothing. It knows git's questions in
  /// English, hence `LC_ALL`.
  private static func cloning(_ clone: SetupPlan.Clone) -> String {
    """
    path=\(quoted(clone.path)) address=\(quoted(clone.address)) ref=\(quoted(clone.ref ?? ""))
    if [ ! -e "$path/.git" ]; then
      command -v git >/dev/null 2>&1 || stop \(SetupPlan.unfit) 'it has no git'
      if [ -d "$path" ] && [ -n "$(ls -A "$path")" ]; then
        stop \(SetupPlan.notCloned) "$path exists and holds something else"
      fi
      folder=$(dirname "$path")
      mkdir -p "$folder"
      part=$folder/.swop-clone
      temporary=$(mktemp -d)
      trap 'rm -rf "$temporary" "$part"' EXIT
      rm -rf "$part"
      cat >"$temporary/askpass" <<'END'
    #!/bin/sh
    case $1 in
      "Username for 'https://$SWOP_GIT_HOST'"*) echo x-access-token ;;
      "Password for 'https://x-access-token@$SWOP_GIT_HOST'"*) printf '%s\\n' "$SWOP_GIT_TOKEN" ;;
      *) exit 1 ;;
    esac
    END
      chmod 700 "$temporary/askpass"
      (
        \(access(clone.token))
        export GIT_TERMINAL_PROMPT=0 LC_ALL=C HOME="$temporary"
        git config --global safe.directory '*'
        git clone --quiet -- "$address" "$part" </dev/null || exit \(SetupPlan.notCloned)
        \(checkout)
        \(origin(clone))
      )
      rm -rf "$path"
      mv "$part" "$path"
      while [ "$folder" != "$work" ] && [ "$folder" != / ]; do
        own codex:codex "$folder"
        folder=$(dirname "$folder")
      done
      own -R codex:codex "$path"
    fi

    """
  }

  /// What is not a branch, tag or commit of the clone is asked of the server by its full name, such as
  /// `refs/pull/7/head`.
  private static let checkout = """
    if [ -n "$ref" ]; then
          git -C "$part" -c advice.detachedHead=false checkout --quiet "$ref" -- 2>/dev/null ||
            { git -C "$part" fetch --quiet origin "$ref" </dev/null 2>/dev/null &&
              git -C "$part" -c advice.detachedHead=false checkout --quiet --detach FETCH_HEAD; } ||
            exit \(SetupPlan.noSuchRef)
        fi
    """

  private static func access(_ token: GitToken?) -> String {
    guard let token else { return "unset GIT_ASKPASS SWOP_GIT_TOKEN" }
    return "export SWOP_GIT_TOKEN=\(quoted(token.value.reveal())) "
      + "SWOP_GIT_HOST=\(quoted(token.host)) GIT_ASKPASS=\"$temporary/askpass\""
  }

  /// A folder of the host is gone after the clone: its own origin takes its place, unless that address
  /// carries a password.
  private static func origin(_ clone: SetupPlan.Clone) -> String {
    guard clone.address.hasPrefix(SetupPlan.sourceMount) else { return ":" }
    return """
      origin=$(git --work-tree=/ -C "$address" config --get remote.origin.url 2>/dev/null) || origin=
          case $origin in
            '' | http*://*@* | /* | .*) git -C "$part" remote remove origin ;;
            *) git -C "$part" remote set-url origin "$origin" ;;
          esac
      """
  }

  private static func signIn(_ plan: SetupPlan) -> String {
    let source: String
    if let content = plan.signIn {
      source = "printf '%s' \(quoted(String(decoding: content.reveal(), as: UTF8.self)))"
    } else if let file = plan.signInFile {
      source = "cat \(quoted(file))"
    } else {
      return ""
    }
    return """
      (umask 077 && rm -f "$codex_home/auth.json" && \(source) >"$codex_home/auth.json")
      own codex:codex "$codex_home/auth.json"

      """
  }

  /// Puts our lines before what is there, in place of the ones that an earlier workspace of this name
  /// left: keys without a table have to come first. They hold a token, so the file is for its owner only.
  private static func configuration(_ block: String) -> String {
    """
    file=$codex_home/config.toml
    (umask 077 && rm -f "$file.swop" && {
      printf '%s\\n' '# swop: begin' \(quoted(block)) '# swop: end'
      if [ -f "$file" ]; then sed '/^# swop: begin$/,/^# swop: end$/d' "$file"; fi
    } >"$file.swop")
    mv "$file.swop" "$file"
    own codex:codex "$file"

    """
  }

  private static func git(_ name: String?, _ email: String?, _ token: GitToken?) -> String {
    var lines = ["file=$home/.gitconfig"]
    for (key, value) in [("user.name", name), ("user.email", email)] {
      if let value { lines.append("git config --file \"$file\" \(key) \(quoted(value))") }
    }
    if let token, let variable = token.variables.first {
      let program =
        "!f() { test \"$1\" = get && printf 'username=x-access-token\\npassword=%s\\n' "
        + "\"$\(variable)\"; }; f"
      // Of this server only: without its address git would offer the token to every one that asks.
      let key = "credential.https://\(token.host).helper"
      lines.append("git config --file \"$file\" \(quoted(key)) \(quoted(program))")
    }
    lines.append("if [ -f \"$file\" ]; then own codex:codex \"$file\"; fi")
    return lines.joined(separator: "\n") + "\n"
  }
}

/// What is put into a new workspace's volumes before its container exists.
struct SetupPlan: Sendable {
  /// The repository.
  struct Clone: Sendable {
    /// Where to clone from: an address, or the mounted folder.
    let address: String
    /// Where it will be.
    let path: String
    /// What to check out, nil for the standard branch.
    let ref: String?
    /// What a private repository asks for.
    let token: GitToken?
  }

  /// Where a folder of the host is mounted while it is cloned.
  static let sourceMount = "/run/swop-source"
  /// Statuses with a meaning, beside the engine's own from 125 on.
  static let unfit: Int32 = 70
  static let notCloned: Int32 = 71
  static let noSuchRef: Int32 = 72

  /// The folder of work.
  var work = "/work"
  /// The user's home.
  var home = "/home/codex"
  /// Codex's folder.
  var codexHome = "/home/codex/.codex"
  /// The repository, nil for none.
  var clone: Clone?
  /// The content of `auth.json`, nil to leave it alone.
  var signIn: Redacted<Data>?
  /// A file to take as `auth.json`, in the container.
  var signInFile: String?
  /// Our part of codex's configuration, nil for none.
  var configuration: Redacted<String>?
  /// Who commits, nil to leave git alone.
  var committer: (name: String?, email: String?)?
  /// The token that stays in the container's environment and serves git there, nil for none.
  var keptToken: GitToken?
}
