/// A program to start, with everything it sees.
package struct ProcessCommand: Sendable {
  /// The program's file.
  package var executable: FilePath
  /// Its arguments without the program's own name, byte for byte.
  package var arguments: [Argument]
  /// Its whole environment.
  package var environment: ProcessEnvironment
  /// Where it runs; nil for this process's folder.
  package var directory: FilePath?
  /// What its standard input holds, for captured runs; nil for nothing.
  package var input: Redacted<[UInt8]>?

  /// A command of its parts.
  package init(
    executable: FilePath, arguments: [Argument] = [], environment: ProcessEnvironment,
    directory: FilePath? = nil, input: Redacted<[UInt8]>? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.input = input
  }
}
