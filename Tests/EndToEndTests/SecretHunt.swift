import Engine
import EngineCore
import EnginePlatform

/// Looks for secrets in every file below a folder, as they are and in disguise.
struct SecretHunt {
  private let runner = PosixProcessRunner()

  /// Finds secrets: as they are, in base64 at any place of a longer text, and in hexadecimal digits.
  ///
  /// - Parameters:
  ///   - secrets: what must not be there.
  ///   - folder: where to look; files called `auth.json` are left out.
  /// - Returns: One line for each place where one is.
  /// - Throws: what the search throws.
  func places(of secrets: Redacted<[String]>, in folder: FilePath) async throws -> [String] {
    let script = """
      import base64, os, sys
      folder, *secrets = sys.stdin.read().split("\\n")
      forms = []
      for number, secret in enumerate(secrets):
          raw = secret.encode()
          forms.append((number, "as it is", raw))
          forms.append((number, "in hexadecimal", raw.hex().encode()))
          forms.append((number, "in hexadecimal", raw.hex().upper().encode()))
          for shift in range(3):
              text = base64.b64encode(b"x" * shift + raw)[4 if shift else 0:-4]
              forms.append((number, "in base64", text))
              forms.append((number, "in base64", text.translate(bytes.maketrans(b"+/", b"-_"))))
      files = 0
      for path, _, names in os.walk(folder):
          for name in names:
              place = os.path.join(path, name)
              if name == "auth.json" or not os.path.isfile(place):
                  continue
              files += 1
              content = open(place, "rb").read()
              for number, form, pattern in forms:
                  if pattern in content:
                      print(f"secret {number} {form} in {place}")
      print(files, "files", file=sys.stderr)
      """
    let input = ([folder.text] + secrets.reveal()).joined(separator: "\n")
    let command = ProcessCommand(
      executable: "/usr/bin/env", arguments: ["python3", "-c", script].map { Argument($0) },
      environment: ProcessEnvironment(["PATH": "/usr/local/bin:/usr/bin:/bin"]),
      input: Redacted(Array(input.utf8)))
    let found = Printed(try await runner.run(command, limit: .seconds(60)))
    guard found.status == 0 else { return ["the search failed: \(found)"] }
    return found.output.split(separator: "\n").map(String.init)
  }
}
