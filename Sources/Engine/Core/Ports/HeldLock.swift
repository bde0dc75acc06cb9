/// An advisory lock that is held until it is released.
package protocol HeldLock: AnyObject, Sendable {
  /// Writes who holds it into the lock file, for whoever waits.
  func writeOwner(_ data: Data) throws(FileError)

  /// Gives it up; twice is once. Letting go of the value does the same.
  func release()
}
