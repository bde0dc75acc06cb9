import Engine

extension ServiceKeeper {
  /// Who looks after the service, in a sentence.
  var phrase: String {
    switch self {
    case .systemd: "kept by systemd"
    case .launchd: "kept by launchd"
    case .background: "in the background"
    case .foreground: "in somebody's terminal"
    }
  }
}
