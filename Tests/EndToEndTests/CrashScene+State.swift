import EngineCore
import EnginePlatform
import TestSupport
import Testing

/// What a person can see of a root, and whether it is whole.
extension CrashScene {
  /// The accounts and the trash, in the words of `CrashCase`, and the output of the case's views.
  struct State: Hashable, Sendable, CustomStringConvertible {
    var accounts: String
    var views: [String]

    var description: String { ([accounts] + views).joined(separator: "\n") }
  }

  /// The state as the program tells it.
  ///
  /// - Throws: if a command that only shows fails, or complains.
  func state() async throws -> State {
    let status = try await house.swop(["status", "--json"])
    let trash = try await house.swop(["trash", "list", "--json"])
    for printed in [status, trash] where printed.status != 0 || printed.errors != "" {
      throw SessionTerminal.Unexpected(description: "\(printed)")
    }
    let live = try status.json()["accounts"]?.elements?.map { account in
      let label = account["label"]?.text ?? "?"
      let mark = account["default"] == .bool(true) ? "*" : ""
      return (account["enabled"] == .bool(true) ? "" : "-") + mark + label
    }
    let trashed = try trash.json()["trash"]?.elements?.compactMap { $0["label"]?.text }
    let bracket =
      (trashed ?? []).isEmpty ? [] : ["[" + (trashed ?? []).joined(separator: " ") + "]"]
    var views: [String] = []
    for words in example.views {
      views.append(JSONWriter.line(Self.scrubbed(try await house.swop(words).json())))
    }
    return State(
      accounts: ((live ?? []).sorted(by: Self.order) + bracket).joined(separator: " "),
      views: views)
  }

  /// The checks of `swop doctor` that do not pass, by name and finding; the port of sign-ins aside, which
  /// other tests may hold.
  func findings(_ words: [String] = ["doctor", "--json"]) async throws -> [String] {
    let report = try await house.swop(words)
    guard [0, 1].contains(report.status), let checks = try? report.json()["checks"]?.elements else {
      throw SessionTerminal.Unexpected(description: "\(report)")
    }
    let failing = checks.filter {
      ["problem", "warning"].contains($0["result"]?.text ?? "")
        && $0["name"]?.text != "sign_in_port"
    }
    return failing.flatMap { check in
      (check["findings"]?.elements ?? []).map {
        "\(check["name"]?.text ?? "?"): \($0["found"]?.text ?? "?")"
      }
    }
  }

  /// Files that a command made beside its own and left there.
  func leftBeside() throws -> [String] {
    try house.inspection.allFiles(house.folder.path / "work").filter {
      TemporaryName.matches($0.name)
    }
    .map { "left behind: \($0)" }
  }

  /// `home`, then `work` under any name, then what is new.
  private static func order(_ first: String, _ second: String) -> Bool {
    func rank(_ text: String) -> Int {
      let names = ["home": 0, "new": 2, "other": 3, "spare": 4]
      return names.first { text.hasSuffix($0.key) }?.value ?? 1
    }
    return rank(first) < rank(second)
  }

  /// Members whose values pass: ages, and sentences with the time to a reset.
  private static let passing: Set<String> = ["age_seconds", "ranking", "reason"]

  /// Without what differs from run to run.
  private static func scrubbed(_ value: EngineCore.JSONValue) -> EngineCore.JSONValue {
    switch value {
    case .object(let members):
      .object(
        members.filter { !$0.name.hasSuffix("_at") && !passing.contains($0.name) }
          .map { .init($0.name, scrubbed($0.value)) })
    case .array(let elements): .array(elements.map(scrubbed))
    case .null, .bool, .number, .string: value
    }
  }
}
