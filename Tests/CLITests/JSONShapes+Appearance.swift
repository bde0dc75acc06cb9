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
