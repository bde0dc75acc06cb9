import EngineCore

/// What a program printed and how it ended.
struct Printed: Sendable, CustomStringConvertible {
  /// Its exit status, 128 + n for a signal.
  let status: Int32
  /// Its standard output.
  let output: String
  /// Its standard error.
  let errors: String

  init(_ result: ProcessOutput) {
    status = result.end.status
    output = String(decoding: result.standardOutput.reveal(), as: UTF8.self)
    errors = String(decoding: result.standardError.reveal(), as: UTF8.self)
  }

  /// Its standard output as JSON.
  func json() throws -> JSONValue {
    try JSONReader.value(in: Array(output.utf8))
  }

  var description: String { "status \(status)\n--- output\n\(output)\n--- errors\n\(errors)" }
}
