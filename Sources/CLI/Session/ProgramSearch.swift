import EngineCore

/// Finds programs as a shell does.
enum ProgramSearch {
  /// The first executable file of this name on `PATH`; a name with a `/` stands for itself.
  static func find(_ name: String, in environment: CLIEnvironment) -> FilePath? {
    let isExecutable = { (path: FilePath) in
      (try? environment.files.status(environment.files.resolve(path)))?.kind == .file
        && environment.files.mayAccess(path, .execute)
    }
    guard !name.contains("/") else {
      let path = name.hasPrefix("/") ? FilePath(name) : environment.folder / name
      return isExecutable(path) ? path : nil
    }
    let folders = (environment.variables["PATH"] ?? "").split(separator: ":")
    return folders.lazy.filter { $0.hasPrefix("/") }.map { FilePath(String($0)) / name }
      .first(where: isExecutable)
  }
}
