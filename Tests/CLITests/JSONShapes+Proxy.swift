import CLI

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
