/// The backend that quota and workspace routing are asked of.
package struct ChatGPTBackend: Hashable, Sendable {
  /// The address that codex uses by itself.
  package static let standardBase = "https://chatgpt.com/backend-api"

  /// The address that paths are put behind, without a closing slash.
  package let base: String
  /// Whether the user named another address: then requests stay on it, whatever routing names.
  package let isOverridden: Bool

  /// The usual backend, or the one that `override` names: the value of `SWOP_CHATGPT_BASE_URL`,
  /// checked by whoever read it. Empty counts as not set.
  package init(override: String? = nil) {
    var text = Substring(override ?? "")
    while text.hasSuffix("/") { text.removeLast() }
    isOverridden = !text.isEmpty
    base = text.isEmpty ? Self.standardBase : String(text)
  }

  /// The address of `path` for an account whose workspace may live at an origin of its own.
  package func url(of path: String, routing: WorkspaceRouting?) -> String {
    base(routing: routing) + path
  }

  /// The address that paths are put behind for such an account.
  package func base(routing: WorkspaceRouting?) -> String {
    guard !isOverridden, let origin = routing?.origin else { return base }
    return origin + basePath
  }

  /// What follows the origin in `base`.
  private var basePath: Substring {
    guard let scheme = base.firstRange(of: "://") else { return "" }
    let rest = base[scheme.upperBound...]
    return rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
  }
}
