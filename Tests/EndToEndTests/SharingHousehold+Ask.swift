import EngineCore
import EnginePlatform
import TestSupport
import Testing

extension SharingHousehold {
  /// What codex's app-server answers to one request on an account.
  func ask(_ label: String, _ method: String, _ parameters: JSONValue) async throws -> String {
    let server = try house.runner.start(
      ProcessCommand(
        executable: try Program.swop,
        arguments: ["codex", "--account", Argument(label), "app-server"],
        environment: house.environment, directory: house.folder / "work"))
    let client: JSONValue = ["name": "tests", "title": "tests", "version": "1"]
    try await server.write(
      line: JSONWriter.line(
        ["id": .number("1"), "method": "initialize", "params": ["clientInfo": client]]))
    try await server.write(line: JSONWriter.line(["method": "initialized"]))
    try await server.write(
      line: JSONWriter.line(
        ["id": .number("2"), "method": .string(method), "params": parameters]))
    var answer: String?
    while answer == nil, let line = try await server.readLine() {
      if try JSONReader.value(in: Array(line.utf8))["id"] == .number("2") { answer = line }
    }
    await server.finish(grace: .seconds(10))
    return try #require(answer)
  }
}
