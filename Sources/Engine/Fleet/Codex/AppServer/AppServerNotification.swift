package import EngineCore

/// Something the app-server says by itself.
package struct AppServerNotification: Hashable, Sendable {
  /// What it is about, for example `account/login/completed`.
  package let method: String
  /// Its content.
  package let parameters: JSONValue

  /// A notification of its parts.
  package init(method: String, parameters: JSONValue) {
    self.method = method
    self.parameters = parameters
  }
}
