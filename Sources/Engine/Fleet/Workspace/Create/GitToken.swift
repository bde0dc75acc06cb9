package import EngineCore

/// A token for git, with the one server that it may be shown to.
package struct GitToken: Sendable {
  /// The token.
  let value: Redacted<String>
  /// The server it belongs to, as it stands in addresses.
  let host: String
  /// The variables that hold it where it stays in a workspace; programs there look for these names.
  let variables: [String]

  /// A token of its parts.
  package init(_ value: Redacted<String>, host: String, variables: [String]) {
    self.value = value
    self.host = host
    self.variables = variables
  }

  /// The token that the environment has for a server. As with GitHub's own `gh`, `GH_TOKEN` and
  /// `GITHUB_TOKEN` belong to github.com, `GH_ENTERPRISE_TOKEN` and `GITHUB_ENTERPRISE_TOKEN` to another
  /// server. That one has to be named by `GH_HOST`: a command line must not lead a token to a server that
  /// its owner did not mean.
  ///
  /// - Parameters:
  ///   - host: the server that is cloned from.
  ///   - environment: swop's own environment.
  /// - Returns: The token, nil if none belongs to that server.
  package static func belonging(to host: String, in environment: ProcessEnvironment) -> GitToken? {
    let named = environment.nonEmpty("GH_HOST")?.lowercased()
    var names: [String] = []
    // Tenants of ghe.com are served by GitHub itself, and take the same variables.
    if host == RepositorySpec.standardHost || (host == named && host.hasSuffix(".ghe.com")) {
      names = ["GH_TOKEN", "GITHUB_TOKEN"]
    } else if host == named {
      names = ["GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]
    }
    guard let value = names.compactMap(environment.nonEmpty).first else { return nil }
    return GitToken(Redacted(value), host: host, variables: names)
  }

  /// The first variable with a token that belongs to another server, for a sentence that says so.
  package static func unused(in environment: ProcessEnvironment) -> String? {
    ["GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"]
      .first { environment.nonEmpty($0) != nil }
  }
}
