import Engine
import EngineCore

/// `swop binary list`: the versions of codex that swop installed.
enum BinaryListCommand {
  static let definition = CommandDefinition(
    "list", summary: "List the versions of codex that swop installed", action: run
  ).with {
    $0.examples = [.init("swop binary list", "see which versions are there")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let installed = try invocation.environment.makeInstaller().installed
    let versions = installed.versions
    let (current, previous) = (installed.current, installed.previous)
    if invocation.isJSON {
      invocation.print(
        .report([
          "versions": .array(
            versions.map { version in
              .object([
                "version": .text(version.description), "used": .flag(version == current),
                "previous": .flag(version == previous && version != current),
                "path": .text(installed.program(of: version).text),
              ])
            })
        ]))
      return 0
    }
    guard !versions.isEmpty else {
      invocation.say("swop has installed no codex. Install one: swop binary install")
      return 0
    }
    invocation.say(
      versions.map { version in
        let mark = version == current ? "  used" : version == previous ? "  used before" : ""
        return version.description + mark
      })
    return 0
  }
}
