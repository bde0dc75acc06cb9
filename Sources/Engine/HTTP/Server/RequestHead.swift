package import EngineCore

/// The first part of a request: everything before its body.
package struct RequestHead: Hashable, Sendable {
  /// `GET`, `POST` and so on, as written.
  package let method: String
  /// What is asked for, as written: path and query, or an absolute address.
  package let target: String
  /// Whether the client speaks HTTP/1.1, not 1.0.
  package let isVersion11: Bool
  /// The header fields in their order.
  package let headers: [HTTPField]
  /// How the body is delimited.
  package let bodyLength: RequestBodyLength

  /// The path of the target without its query, still percent-encoded.
  package var path: String {
    let path = originForm.prefix { $0 != "?" }
    return path.isEmpty ? "/" : String(path)
  }

  /// What follows the first `?` of the target, nil without one.
  package var query: String? {
    let form = originForm
    return form.firstIndex(of: "?").map { String(form[form.index(after: $0)...]) }
  }

  /// Whether the client wants to use the connection again.
  package var keepsAlive: Bool {
    let options = connectionOptions
    return isVersion11 ? !options.contains("close") : options.contains("keep-alive")
  }

  /// Whether the client waits for `100 Continue` before it sends the body.
  package var expectsContinue: Bool {
    isVersion11
      && headers.contains { $0.isNamed("expect") && $0.value.lowercased() == "100-continue" }
  }

  /// The words of all `Connection` fields, in lower case.
  package var connectionOptions: [String] {
    headers.lazy.filter { $0.isNamed("connection") }
      .flatMap { $0.value.split(separator: ",") }
      .map { $0.trimmingSpaces.lowercased() }
  }

  // An absolute address has its authority before the path.
  private var originForm: Substring {
    guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else {
      return target[...]
    }
    let rest = target[scheme.upperBound...]
    return rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0...] } ?? ""
  }
}

extension StringProtocol {
  /// The text without blanks and tabs at its ends.
  var trimmingSpaces: SubSequence {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isBlank($0) }) else { return self[endIndex...] }
    let last = lastIndex { !isBlank($0) } ?? first
    return self[first...last]
  }
}
