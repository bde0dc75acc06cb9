import EngineCore
import EnginePlatform
import Synchronization

/// What npm and Homebrew do, as recorded: which files they leave, and what codex then says of itself.
final class InstallScript: Sendable {
  /// `well`, or how it goes wrong.
  let mood = Mutex("well")
  private let files = DiskFileSystem()

  func answer(_ command: ProcessCommand) -> Result<ProcessOutput, ProcessError> {
    let words = command.arguments.map(\.description)
    let mood = mood.withLock { $0 }
    switch command.executable.name {
    case "npm": return npm(words, mood)
    case "brew": return output("")
    case "cp": return copy(words)
    default: return version(of: command.executable, mood)
    }
  }

  private func npm(_ words: [String], _ mood: String) -> Result<ProcessOutput, ProcessError> {
    if mood == "fails" {
      return output(
        "", status: 1, errors: "npm error code E404\nnpm error 404 https://u:secret@host/x")
    }
    guard mood != "nothing", let place = words.firstIndex(of: "--prefix") else { return output("") }
    let package = FilePath(words[place + 1]) / "lib" / "node_modules" / "@openai" / "codex"
    let version = words.last?.split(separator: "@").last.map(String.init) ?? ""
    do {
      try files.createFolder(package / "bin", mode: .privateFolder)
      try files.replace(
        package / "bin" / "codex.js", with: Data("#!/usr/bin/env node\n".utf8),
        mode: FileMode(bits: 0o755))
      try files.replace(
        package / "version", with: Data(version.utf8), mode: .privateFile)
    } catch {
      return output("", status: 1)
    }
    return output("added 2 packages in 8s\n")
  }

  private func copy(_ words: [String]) -> Result<ProcessOutput, ProcessError> {
    guard words.count == 3, let data = try? files.read(FilePath(words[1])) else {
      return output("", status: 1)
    }
    let isCopied: Void? = try? files.replace(
      FilePath(words[2]), with: data, mode: FileMode(bits: 0o755))
    return output("", status: isCopied == nil ? 1 : 0)
  }

  private func version(
    of program: FilePath, _ mood: String
  ) -> Result<ProcessOutput, ProcessError> {
    if mood == "broken" { return output("", status: 1) }
    if mood == "other" { return output("codex-cli 0.150.0\n") }
    guard let real = try? files.resolve(program), real.name == "codex.js",
      let data = try? files.read(real.parent.parent / "version")
    else { return output("codex-cli 0.163.0\n") }
    return output("codex-cli \(String(decoding: data, as: UTF8.self))\n")
  }

  private func output(
    _ text: String, status: Int32 = 0, errors: String = ""
  ) -> Result<ProcessOutput, ProcessError> {
    .success(
      ProcessOutput(
        end: .exited(status), standardOutput: Array(text.utf8),
        standardError: Array(errors.utf8)))
  }
}
