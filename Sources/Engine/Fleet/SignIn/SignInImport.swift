import EngineCore

/// Reads a sign-in that was made elsewhere.
struct SignInImport: Sendable {
  let files: any FileSystem
  let time: any TimeSource

  /// The sign-in at `path`, without anything that a copy does not need.
  func read(_ path: FilePath) async throws(SignInError) -> SignInResult {
    let source = try located(path)
    let file: AuthFile
    do {
      file = try await AuthFileReader(files: files, time: time).read(source)
    } catch {
      if error == .cancelled { throw .cancelled }
      throw .notImportable(path: path, reason: clause(error.clause))
    }
    if let flaw = file.importFlaw { throw .notImportable(path: path, reason: flaw) }
    return SignInResult(file: file.withoutExtras, warnings: warnings(for: file, from: source))
  }

  private func located(_ path: FilePath) throws(SignInError) -> FilePath {
    do {
      let real = try files.resolve(path)
      guard try files.status(real)?.kind == .folder else { return real }
      return try files.resolve(real / "auth.json")
    } catch {
      let folder = path.name == "auth.json" ? path.parent : path
      if error.reason == .notFound, let setting = KeyringSetting(in: folder, files: files) {
        throw .inKeyring(path: path, setting: setting)
      }
      throw .notImportable(path: path, reason: error.clause)
    }
  }

  private func warnings(for file: AuthFile, from source: FilePath) -> [String] {
    guard file.mode == .chatGPT else { return [] }
    return [
      "This copy shares its refresh token with \(PrintableText.sanitized(source.text)): whichever "
        + "renews first may sign the other out. Sign in afresh to keep both."
    ]
  }

  private func clause(_ text: String) -> String {
    text.hasSuffix(".") ? String(text.dropLast()) : text
  }
}
