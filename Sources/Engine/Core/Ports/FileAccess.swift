/// What a process wants to do with a file.
package enum FileAccess: Hashable, Sendable {
  case read, write, execute
}
