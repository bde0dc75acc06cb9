/// One piece of work for the loop's thread.
enum LoopWork: Sendable {
  /// A task's next part.
  case job(UnownedJob)
  /// Something to do.
  case action(@Sendable () -> Void)
}
