import EngineCore
import TestSupport
import Testing

@testable import EnginePlatform

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Commands and checks that the process tests share.
enum ProcessFixtures {
  static let shell: FilePath = "/bin/sh"
  static let environment = ProcessEnvironment(["PATH": "/usr/bin:/bin", "LC_ALL": "C"])

  /// A shell script with words behind it.
  static func script(
    _ text: String, _ words: [Argument] = [], input: [UInt8]? = nil,
    environment: ProcessEnvironment = environment, directory: FilePath? = nil
  ) -> ProcessCommand {
    ProcessCommand(
      executable: shell, arguments: ["-c", Argument(text), "script"] + words,
      environment: environment, directory: directory, input: input.map { Redacted($0) })
  }

  /// A Python program with words behind it.
  static func python(_ text: String, _ words: [Argument] = []) -> ProcessCommand {
    ProcessCommand(
      executable: "/usr/bin/python3", arguments: ["-S", "-c", Argument(text)] + words,
      environment: environment)
  }

  /// Whether a condition becomes true within half a minute.
  static func comes(_ condition: () -> Bool) async -> Bool {
    let patience = ContinuousClock.now + .seconds(30)
    while !condition() {
      guard ContinuousClock.now < patience else { return false }
      await Task.yield()
    }
    return true
  }

  /// The folder of scripts that tests use.
  static var testTools: FilePath {
    FilePath(#filePath).parent.parent / "Tools"
  }

  /// A program of this package, built beside the tests.
  static func product(_ name: String) -> FilePath {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = FilePath(bundle)
    while folder.text.contains(".xctest") { folder = folder.parent }
    return folder / name
  }

  /// What a run printed, as text.
  static func text(_ output: ProcessOutput) -> String {
    String(decoding: output.standardOutput.reveal(), as: UTF8.self)
  }
}

extension Argument {
  /// A path as an argument.
  init(_ path: FilePath) {
    self.init(path.text)
  }
}

extension TemporaryFolder {
  /// Writes a file with a mode.
  func file(_ name: String, _ text: String, mode: mode_t) throws -> FilePath {
    let file = path / name
    try Data(text.utf8).write(to: URL(filePath: file.text))
    try #require(chmod(file.text, mode) == 0)
    return file
  }
}
