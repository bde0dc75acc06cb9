/// How a failure ends a command; each has an exit status of its own (spec: exit statuses).
package enum FailureOutcome: Int32, Sendable, Hashable {
  case failed = 1
  case usage = 2
  case noAccountUsable = 3
  case signInNeeded = 4
  case codexUnusable = 5
  case busy = 6
  case interrupted = 130
}
