package import EngineCore
import EnginePlatform

/// Wheels of codex as pip takes them, with a script in codex's place.
package enum CodexWheels {
  /// Python could not write them.
  package struct Failure: Error {}

  /// Writes a wheel for each version.
  ///
  /// - Parameters:
  ///   - versions: as they are named in a file's name.
  ///   - folder: where to; it is created.
  /// - Throws: `Failure`, or when a file cannot be written.
  package static func make(_ versions: [String], in folder: FilePath) async throws {
    let files = DiskFileSystem()
    try files.createFolder(folder, mode: .privateFolder)
    let script = folder / "wheels.py"
    try files.replace(script, with: Data(maker.utf8), mode: .privateFile)
    let command = ProcessCommand(
      executable: "/usr/bin/env",
      arguments: ["python3", Argument(script.text), Argument(folder.text)]
        + versions.map { Argument($0) }, environment: ThisProcess.environment)
    let output = try await PosixProcessRunner().run(command, limit: .seconds(60))
    guard output.end == .exited(0) else { throw Failure() }
  }

  /// The settings with which pip looks into a folder alone.
  package static func pipSettings(_ folder: FilePath) -> [String: String] {
    ["PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder.text, "PIP_CONFIG_FILE": "/dev/null"]
  }

  private static let maker = """
    import sys, zipfile
    for version in sys.argv[2:]:
        name = f"{sys.argv[1]}/openai_codex_cli_bin-{version}-py3-none-any.whl"
        info = f"openai_codex_cli_bin-{version}.dist-info"
        with zipfile.ZipFile(name, "w") as wheel:
            wheel.writestr("codex_cli_bin/__init__.py", "")
            wheel.writestr("codex_cli_bin/bin/codex", f'''#!/bin/sh
    if [ "$1" = wait ]; then echo waiting; read line; echo "{version} goes on"; exit; fi
    echo "codex-cli {version}"
    ''')
            wheel.writestr(f"{info}/METADATA",
                f"Metadata-Version: 2.1\\nName: openai-codex-cli-bin\\nVersion: {version}\\n")
            wheel.writestr(f"{info}/WHEEL",
                "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
            wheel.writestr(f"{info}/RECORD", "")
    """
}
