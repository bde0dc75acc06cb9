import Engine
import EngineCore

/// `swop config path`: where the settings file lies.
enum ConfigPathCommand {
  static let definition = CommandDefinition(
    "path", summary: "Print where the settings file lies", action: run
  ).with {
    $0.examples = [.init("swop config path", "print where the settings file lies")]
  }

  private static func run(_ invocation: Invocation) async throws -> Int32 {
    let path = try invocation.environment.settingsStore().path
    if invocation.isJSON {
      invocation.print(
        .report([
          "path": .text(path.text), "exists": .flag(invocation.environment.files.exists(path)),
        ]))
    } else {
      // Byte for byte, for other programs.
      invocation.environment.output.write(path.text + "\n")
    }
    return 0
  }
}
