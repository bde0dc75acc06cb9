/// The container engines there are, in the order they are looked for.
package enum ContainerEngineKind: String, Hashable, Sendable, CaseIterable {
  case docker
  case podman
}
