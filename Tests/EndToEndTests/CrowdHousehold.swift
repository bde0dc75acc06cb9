import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineStandin

/// What a crowd of processes needs beyond a household.
extension Household {
  /// The root.
  var root: FilePath { folder / "root" }

  /// A look over the root from outside.
  var inspection: CrowdInspection { CrowdInspection(root: root) }

  /// A fresh sign-in of an account as a file that can be imported.
  ///
  /// - Parameters:
  ///   - name: the account's name in the stand-in.
  ///   - seconds: how long its bearer lives, nil for the stand-in's usual time.
  /// - Returns: The file.
  /// - Throws: what the disk throws.
  func signInFile(of name: String, living seconds: Double? = nil) async throws -> FilePath {
    let tokens = await server.standin.signIn(name, lifetimeSeconds: seconds)
    let data = try #require(tokens).authFile.reveal()
    let path = folder / "work" / "\(name)-\(Hexadecimal.text(SystemRandom().bytes(4))).json"
    try DiskFileSystem().replace(path, with: data, mode: .privateFile)
    return path
  }

  /// Adds an account from a fresh sign-in, without codex.
  @discardableResult
  func importAccount(_ name: String, living seconds: Double? = nil) async throws -> Printed {
    let file = try await signInFile(of: name, living: seconds)
    return try await swop(["add", name, "--import", file.text])
  }

  /// Adds an account and puts a sign-in of an hour ago in its place.
  ///
  /// - Parameters:
  ///   - name: its name in the stand-in.
  ///   - seconds: how long its bearer still lives.
  /// - Throws: what the disk throws, or that it was not added.
  func importAged(_ name: String, living seconds: Double) async throws {
    let added = try await importAccount(name)
    try #require(added.status == 0, "\(added)")
    try await age(name, living: seconds)
  }

  /// Puts a sign-in of an hour ago in the place of an account's own.
  func age(_ name: String, living seconds: Double) async throws {
    let path = root / "accounts" / name / "codex" / "auth.json"
    let data = try await agedSignIn(of: name, living: seconds)
    try DiskFileSystem().replace(path, with: data, mode: .privateFile)
  }

  /// A sign-in of an hour ago.
  ///
  /// - Parameters:
  ///   - name: the account's name in the stand-in.
  ///   - seconds: how long its bearer still lives, nil for the stand-in's usual time.
  /// - Returns: Its file.
  /// - Throws: if there is no such account.
  func agedSignIn(of name: String, living seconds: Double?) async throws -> Data {
    let tokens = await server.standin.signIn(name, lifetimeSeconds: seconds)
    var file = try JSONReader.value(in: Array(try #require(tokens).authFile.reveal()))
    file["last_refresh"] = .string(ClockText.stamp(SystemTimeSource().now() - 3_600))
    return Data(JSONWriter.line(file).utf8)
  }

  /// A codex that answers tasks by itself and at once, and leaves everything else to the real one.
  func quickCodex() throws -> FilePath {
    let path = folder / "quick-codex"
    let text = """
      #!/bin/sh
      case " $* " in
        *" --version "*) echo "codex-cli \(RealCodex.versions[0])" ;;
        *" exec "*) sleep 0.3; echo "quick answer" ;;
        *) exec "\(environment["SWOP_CODEX_BIN"] ?? "")" "$@" ;;
      esac

      """
    try DiskFileSystem().replace(path, with: Data(text.utf8), mode: FileMode(bits: 0o700))
    return path
  }
}
