import EngineCore

/// What the links of a sandbox say, and where they lead.
struct SharedLink {
  let layout: SandboxLayout
  let files: any FileSystem

  /// What a link says that leads to something in the shared home: a relative path where the root and the
  /// shared home are both inside the user's home, so that it stays right when the home moves.
  func text(of link: FilePath, to target: FilePath) -> FilePath {
    guard let userHome = layout.userHome, let home = try? files.resolve(userHome), home != "/",
      let folder = try? files.resolve(link.parent), folder.isInside(home),
      target.isInside(userHome)
    else { return target }
    let depth = Self.names(folder).count - Self.names(home).count
    let rest = Self.names(target).dropFirst(Self.names(userHome).count)
    return FilePath(
      (Array(repeating: "..", count: depth) + rest).joined(separator: "/"))
  }

  /// Where a link leads, whether or not something is there.
  func place(of link: FilePath) throws(FileError) -> FilePath {
    let target = try files.linkTarget(link)
    if target.isAbsolute { return target }
    let folder = (try? files.resolve(link.parent)) ?? link.parent
    let names = Self.names(target).reduce(into: Self.names(folder)) { names, name in
      switch name {
      case ".": break
      case "..": _ = names.popLast()
      default: names.append(name)
      }
    }
    return FilePath("/" + names.joined(separator: "/"))
  }

  /// Whether a link leads to something in the shared home, by whatever name.
  func leads(_ link: FilePath, to target: FilePath) throws(FileError) -> Bool {
    let place = try place(of: link)
    if place == target { return true }
    if let resolved = try? files.resolve(link) { return resolved == (try? files.resolve(target)) }
    // Nothing is there yet: then the folders say it.
    guard place.name == target.name, let folder = try? files.resolve(place.parent) else {
      return false
    }
    return folder == (try? files.resolve(target.parent))
  }

  private static func names(_ path: FilePath) -> [String] {
    path.text.split(separator: "/").map(String.init)
  }
}
