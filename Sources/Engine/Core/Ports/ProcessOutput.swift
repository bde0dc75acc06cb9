/// What a captured run left behind.
package struct ProcessOutput: Sendable {
  /// How it ended.
  package let end: ProcessEnd
  /// Its standard output; it may hold secrets.
  package let standardOutput: Redacted<[UInt8]>
  /// Its standard error; it may hold secrets.
  package let standardError: Redacted<[UInt8]>

  /// An output of its parts.
  package init(end: ProcessEnd, standardOutput: [UInt8], standardError: [UInt8]) {
    self.end = end
    self.standardOutput = Redacted(standardOutput)
    self.standardError = Redacted(standardError)
  }
}
