package import EngineCore

/// What codex's configuration allows to sign in. A codex that starts with another sign-in removes its
/// `auth.json` without asking (0.144.4 to 0.163.0).
package struct ForcedSignIn: Hashable, Sendable, Codable {
  /// The kinds of sign-in that `forced_login_method` knows.
  package enum Method: String, Hashable, Sendable, Codable {
    /// A ChatGPT session.
    case chatGPT = "chatgpt"
    /// An API key.
    case apiKey = "api"
  }

  /// One of the two settings, and where it stands.
  package struct Rule: Hashable, Sendable, Codable {
    /// What a setting allows.
    package enum Demand: Hashable, Sendable, Codable {
      /// Sessions of these workspaces; codex lets API keys pass.
      case workspaces([String])
      /// One kind of sign-in.
      case method(Method)
    }

    /// What it allows.
    package let demand: Demand
    /// Where it stands, for people: a file with its line, or the command line.
    package let place: String
    /// Whether swop read the file itself because codex could not be asked.
    package let isOwnReading: Bool

    /// A rule of its parts.
    package init(_ demand: Demand, place: String, isOwnReading: Bool = false) {
      self.demand = demand
      self.place = place
      self.isOwnReading = isOwnReading
    }

    /// Where it stands and what it allows, one clause for people.
    package var clause: String {
      let allowed =
        switch demand {
        case .method(.chatGPT): "ChatGPT sign-ins (forced_login_method)"
        case .method(.apiKey): "API keys (forced_login_method)"
        case .workspaces(let ids):
          (ids.count == 1 ? "workspace " : "workspaces ")
            + ids.map { PrintableText.shortened($0, to: 60) }.joined(separator: ", ")
            + " (forced_chatgpt_workspace_id)"
        }
      let doubt = isOwnReading ? ", as far as swop can tell: codex did not say" : ""
      return "\(PrintableText.sanitized(place)) allows only \(allowed)\(doubt)"
    }

    /// Whether codex would log out an account with this identity.
    package func excludes(_ identity: Identity) -> Bool {
      switch (demand, identity) {
      case (.method(let method), .chatGPT): method != .chatGPT
      case (.method(let method), .apiKey): method != .apiKey
      case (.workspaces(let ids), .chatGPT(let accountID, _)): !ids.contains(accountID)
      case (.workspaces, .apiKey): false
      }
    }
  }

  /// The rules, in the order in which codex checks them.
  package let rules: [Rule]

  /// What some rules allow.
  package init(rules: [Rule]) {
    self.rules = rules
  }

  /// Everything may sign in.
  package static let none = ForcedSignIn(rules: [])

  /// The rule by which codex would log out an account with this identity, nil if it would not.
  package func rule(excluding identity: Identity) -> Rule? {
    rules.first { $0.excludes(identity) }
  }
}
