import EngineCore
import EnginePlatform

/// The real file system, for tests that need programs to be found.
enum DiskFileSystemFixture {
  static var files: any FileSystem { DiskFileSystem() }
}
