/// Small values that can be found out again: binary checks, workspace routing.
package protocol ValueCache: Sendable {
  /// A value stored under a name, unless it is older than `maximumAge` seconds.
  func cached(_ name: String, maximumAge: Double?, now: Date) throws(StoreError) -> String?

  /// Stores a value; nil forgets it.
  func setCached(_ name: String, _ value: String?, now: Date) throws(StoreError)
}
