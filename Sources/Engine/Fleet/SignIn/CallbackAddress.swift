import EngineCore

/// The address that a browser ended on after a sign-in, as a person pastes it: it belongs to the loopback
/// port that codex listens on, which a browser on another machine cannot reach.
///
/// Only what was checked is sent on: codex's own address with the query of the pasted one.
struct CallbackAddress: Hashable {
  /// Why a pasted text is not that address: one sentence, without a piece of the text.
  struct Flaw: Error, Hashable {
    let sentence: String
  }

  /// Where codex listens, by its own word: `http://localhost:1455/auth/callback`.
  private let redirect: String
  /// What codex expects back, so that no other party can finish the sign-in.
  private let state: String
  /// The address of the sign-in page up to its query.
  private let page: Substring

  /// Reads where a sign-in leads back to; nil if that is not a port of this machine.
  init?(authorizeLink link: String) {
    let parts = link.split(separator: "?", maxSplits: 1)
    let fields = Self.fields(in: parts.dropFirst().first ?? "")
    guard let first = parts.first, let redirect = fields["redirect_uri"],
      let state = fields["state"], !state.isEmpty, LoopbackPage(redirect) != nil
    else { return nil }
    page = first
    self.redirect = redirect
    self.state = state
  }

  /// The address to ask codex with.
  ///
  /// - Throws: `Flaw`.
  func address(pasted: Redacted<String>) throws(Flaw) -> Redacted<String> {
    let text = Self.trimmed(pasted.reveal())
    guard !text.isEmpty else { throw Flaw(sentence: "Nothing was pasted.") }
    guard text.utf8.count <= 8_192, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw Flaw(sentence: "That is not one address. Copy the browser's whole address line.")
    }
    if text.hasPrefix(page) {
      throw Flaw(
        sentence: "That is the sign-in page. Confirm there, then paste the address it ends on.")
    }
    let query = try query(of: text)
    let fields = Self.fields(in: query)
    guard let found = fields["state"] else {
      throw Flaw(
        sentence: "That address is cut off: it has no state. Copy the browser's whole address line."
      )
    }
    guard found == state else {
      throw Flaw(
        sentence: "That address belongs to another sign-in. Open the address above and try again.")
    }
    guard fields["code"]?.isEmpty == false || fields["error"] != nil else {
      throw Flaw(
        sentence: "That address is cut off: it has no code. Copy the browser's whole address line.")
    }
    return Redacted(redirect + "?" + query)
  }

  /// The page that codex answers a good address with, if it is its own; it finishes when that is fetched.
  func next(after location: String?) -> String? {
    guard let own = LoopbackPage(redirect), let location else { return nil }
    let target = location.hasPrefix("/") ? own.origin + location : location
    guard let page = LoopbackPage(target), page.port == own.port, page.path == "/success" else {
      return nil
    }
    return target
  }

  private func query(of text: String) throws(Flaw) -> Substring {
    let text = text.prefix { $0 != "#" }
    guard let mark = text.firstIndex(of: "?") else {
      if text.contains("code=") && text.contains("state=") { return text }
      throw Flaw(
        sentence: "That is not the whole address. It begins with \(redirect) and has a code and a "
          + "state.")
    }
    let before = text[..<mark]
    // Browsers leave out the scheme; which name of this machine it says makes no difference.
    let place = before.contains("://") || before.isEmpty ? before : "http://" + before
    let isOurs =
      before.isEmpty || LoopbackPage(place).map { $0.leads(to: redirect) } ?? false
      || before == LoopbackPage(redirect)?.path ?? ""
    guard isOurs else {
      throw Flaw(
        sentence: "That address does not lead back to this sign-in; it must begin with \(redirect)."
      )
    }
    return text[text.index(after: mark)...]
  }

  /// The text without what copying puts around it.
  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while let first = text.first, first.isWhitespace || "\"'<".contains(first) {
      text.removeFirst()
    }
    while let last = text.last, last.isWhitespace || "\"'>".contains(last) { text.removeLast() }
    return String(text)
  }

  /// The fields of a query, their values decoded; the first of a name counts.
  private static func fields(in query: some StringProtocol) -> [String: String] {
    let pairs = query.split(separator: "&").compactMap { pair -> (String, String)? in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = parts.first, let value = decoded(parts.dropFirst().first ?? "") else {
        return nil
      }
      return (String(name), value)
    }
    return Dictionary(pairs) { first, _ in first }
  }

  /// Percent-encoded text (RFC 3986); nil if it is not that.
  private static func decoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

/// A page of a web server on a loopback port.
private struct LoopbackPage {
  let port: UInt16
  let path: Substring
  let origin: String

  init?(_ address: some StringProtocol) {
    let scheme = "http://"
    guard address.hasPrefix(scheme) else { return nil }
    let rest = address.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard let colon = authority.lastIndex(of: ":"),
      ["localhost", "127.0.0.1"].contains(authority[..<colon].lowercased()),
      let port = UInt16(authority[authority.index(after: colon)...])
    else { return nil }
    self.port = port
    path = Substring(rest.dropFirst(authority.count).prefix { $0 != "?" && $0 != "#" })
    origin = scheme + authority
  }

  func leads(to redirect: String) -> Bool {
    guard let own = LoopbackPage(redirect) else { return false }
    return port == own.port && path == own.path
  }
}
