package import EngineCore

/// A variable that should hold a server's address does not. The value is not shown: an address may
/// hold a password.
package struct AddressError: EngineError, Hashable {
  /// The variable.
  package let variable: String

  package var code: String { "bad_address" }
  package var outcome: FailureOutcome { .usage }
  package var message: String {
    "The environment variable \(variable) holds no https address, nor plain http on this machine."
  }
  package var remedy: String? {
    "Set it to an address such as http://127.0.0.1:8765, or unset it: unset \(variable)"
  }
}
