package import EngineCore

/// One workspace as its engine knows it.
package struct Workspace: Hashable, Sendable {
  /// The name of its container.
  package var name: String
  /// What it does now.
  package var state: WorkspaceState
  /// The repository as it was asked for, nil for none or when the older launcher made it.
  package var repository: String?
  /// The folder it opens in.
  package var path: String?
  /// The image it was made from.
  package var image: String
  /// The account it is bound to, nil for the pool.
  package var account: String?
  /// When it was made, nil if the engine does not say.
  package var createdAt: Date?
  /// Its named volumes.
  package var volumes: [String] = []
  /// The name of its token for the proxy, nil if it has none.
  package var token: String?
  /// The user that commands run as, nil for the image's own: the older launcher's containers.
  package var user: String?

  /// A workspace of its parts.
  package init(
    name: String, state: WorkspaceState, repository: String? = nil, path: String? = nil,
    image: String, account: String? = nil, createdAt: Date? = nil, volumes: [String] = [],
    token: String? = nil, user: String? = nil
  ) {
    self.name = name
    self.state = state
    self.repository = repository
    self.path = path
    self.image = image
    self.account = account
    self.createdAt = createdAt
    self.volumes = volumes
    self.token = token
    self.user = user
  }
}
