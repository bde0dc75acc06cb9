/// What is done with the shared memory of notices. A mark stands for a situation that lasts: it is set by
/// the first process that sees it and taken away by the first that sees its end.
package enum NoticeStep: Hashable, Sendable {
  /// Set a mark; whoever set it tells.
  case raise(mark: String, Notice)
  /// Set a mark and say nothing yet.
  case mark(String)
  /// Take a mark away; whoever took it away tells.
  case settle(mark: String, Notice)
  /// Take a mark away and say nothing.
  case clear(String)
}
