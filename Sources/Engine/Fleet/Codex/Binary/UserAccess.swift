package import EngineCore

/// Whether another user of the machine can run a program and write a folder. It goes by owners, groups
/// and modes; lists of further rights are not seen.
package struct UserAccess: Sendable {
  private let user: MachineUser
  private let files: any FileSystem

  /// What a user can do, seen through `files`.
  package init(of user: MachineUser, files: any FileSystem) {
    self.user = user
    self.files = files
  }

  /// What keeps the user from running a program, one clause each; empty if nothing does.
  package func obstacles(toRunning program: FilePath) -> [String] {
    let real = (try? files.resolve(program)) ?? program
    let ways = program == real ? [real] : [program, real]
    var found = ways.flatMap { obstaclesOnTheWay(to: $0) }
    found += missing([.read, .execute], at: real)
    return Self.once(found)
  }

  /// What keeps the user from using a folder of somebody's, one clause each.
  package func obstacles(toWriting folder: FilePath) -> [String] {
    let real = (try? files.resolve(folder)) ?? folder
    return Self.once(obstaclesOnTheWay(to: real) + missing([.read, .write, .execute], at: real))
  }

  private func obstaclesOnTheWay(to path: FilePath) -> [String] {
    var folders: [FilePath] = []
    var folder = path.parent
    while folder.isAbsolute {
      folders.append(folder)
      guard folder != folder.parent else { break }
      folder = folder.parent
    }
    return folders.reversed().flatMap { folder -> [String] in
      // The way through a link is the way through what it leads to.
      guard let real = try? files.resolve(folder) else { return missing([.execute], at: folder) }
      return missing([.execute], at: real)
    }
  }

  private func missing(_ wanted: [FileAccess], at path: FilePath) -> [String] {
    guard let status = (try? files.status(path)) ?? nil else {
      return ["\(path) is not there, or this user may not look"]
    }
    let lacking = wanted.filter { !user.may($0, status) }
    guard !lacking.isEmpty else { return [] }
    let verbs = lacking.map { Self.verb($0, isFolder: status.kind == .folder) }
    return ["\(user.name) may not \(verbs.joined(separator: " or ")) \(path) (mode \(status.mode))"]
  }

  private static func verb(_ access: FileAccess, isFolder: Bool) -> String {
    switch access {
    case .read: "read"
    case .write: "write"
    case .execute: isFolder ? "enter" : "execute"
    }
  }

  private static func once(_ clauses: [String]) -> [String] {
    clauses.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
