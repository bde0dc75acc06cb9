/// A system-call log that cannot be trusted: what is not understood might have been a write.
enum TraceError: Error, Hashable {
  /// A line of another shape.
  case unreadable(line: String)
  /// The second half of a call whose first half is not there.
  case resumedWithoutBeginning(line: String)
  /// An argument that should name a path does not.
  case noPath(call: String, argument: String)
  /// A relative path of a process whose folder is not known.
  case unknownFolder(process: Int32, call: String)
  /// A way to write that leaves no system calls behind.
  case writesUnseen(call: String)
  /// The program that was to be watched was never started.
  case neverStarted(program: String)
  /// There is no strace.
  case noTracer
}
