package import EngineCore

/// Reads `auth.json` while codex may be writing it: codex truncates and writes in place, so a reader
/// can see half a file, and reads again.
package struct AuthFileReader: Sendable {
  /// No sign-in is larger, in bytes.
  private static let sizeLimit: Int64 = 1 << 20
  /// The pauses between attempts at a file that looks half-written; 310 ms in all.
  private static let pauses: [Duration] = [10, 20, 40, 80, 160].map { .milliseconds($0) }

  private let files: any FileSystem
  private let time: any TimeSource

  /// A reader of files, which waits on `time`.
  package init(files: any FileSystem, time: any TimeSource) {
    self.files = files
    self.time = time
  }

  /// The sign-in at `path`.
  ///
  /// - Throws: `AuthFileError`; `.malformed` only after several attempts.
  package func read(_ path: FilePath) async throws(AuthFileError) -> AuthFile {
    for pause in Self.pauses {
      do {
        return try attempt(path)
      } catch {
        guard case .halfWritten = error else { throw error.asError(at: path) }
      }
      do {
        try await time.sleep(for: pause)
      } catch {
        throw .cancelled
      }
    }
    do {
      return try attempt(path)
    } catch {
      throw error.asError(at: path)
    }
  }

  /// Why one attempt failed.
  private enum Failure: Error {
    case halfWritten(String)
    case final(AuthFileError)

    func asError(at path: FilePath) -> AuthFileError {
      switch self {
      case .halfWritten(let clause): .malformed(path: path, detail: clause)
      case .final(let error): error
      }
    }
  }

  private func attempt(_ path: FilePath) throws(Failure) -> AuthFile {
    let data: Data
    do {
      try check(path, try files.status(path))
      data = try files.read(path)
    } catch let error as AuthFileError {
      throw .final(error)
    } catch let error as FileError {
      throw .final(error.reason == .notFound ? .missing(path: path) : .file(error))
    } catch {
      throw .final(.malformed(path: path, detail: "it cannot be read"))
    }
    do {
      return try AuthFile(data)
    } catch {
      let final = AuthFileError.malformed(path: path, detail: error.clause)
      throw error.mayBeHalfWritten ? .halfWritten(error.clause) : .final(final)
    }
  }

  private func check(_ path: FilePath, _ status: FileStatus?) throws(AuthFileError) {
    guard let status else { throw .missing(path: path) }
    switch status.kind {
    case .file: break
    case .link: throw .link(path: path)
    case .folder, .socket, .other: throw .notFile(path: path)
    }
    if status.size > Self.sizeLimit { throw .tooLarge(path: path, bytes: status.size) }
  }
}
