/// Who looks after the service's process.
package enum ServiceKeeper: String, Hashable, Sendable, Codable {
  /// The user's systemd: it starts the service anew when it dies.
  case systemd
  /// launchd of macOS: the same.
  case launchd
  /// Nobody: a process of its own in the background.
  case background
  /// The person at whose terminal it runs.
  case foreground
}
