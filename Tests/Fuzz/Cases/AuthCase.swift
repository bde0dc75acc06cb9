import EngineCore

@testable import Engine

extension FuzzCase {
  /// `auth.json`: read tolerantly, written back without loss, never printed.
  static let auth = FuzzCase(name: "auth") { bytes in
    do {
      let file = try AuthFile(Data(bytes))
      try checkRoundTrip(file)
      try checkRenewal(file)
      _ = file.identity(salt: IdentitySalt(bytes: [1, 2, 3]))
    } catch let flaw as AuthFile.Flaw {
      try promise("a flaw is safe to print", isPrintable(flaw.clause))
      try promise("a flaw is one clause", flaw.clause.count < 80)
    }
    _ = RenewedTokens(body: Data(bytes))
    _ = JSONWebToken(Redacted(text(bytes)))
  }

  private static func checkRoundTrip(_ file: AuthFile) throws {
    let written = file.data.reveal()
    let again = try AuthFile(written)
    try promise("a sign-in survives writing", again == file)
    try promise("writing twice writes the same", again.data.reveal() == written)
  }

  private static func checkRenewal(_ file: AuthFile) throws {
    guard file.tokens != nil else { return }
    let secret = "a-secret-that-no-input-holds-7d1f"
    let renewed = file.replacing(
      RenewedTokens(idToken: nil, accessToken: nil, refreshToken: Redacted(secret)),
      at: Date(timeIntervalSince1970: 1_700_000_000))
    try promise("renewal takes the new token", renewed.tokens?.refreshToken.reveal() == secret)
    // A file whose parts name different accounts is not even like itself.
    try promise(
      "renewal keeps the person",
      renewed.isSameAccount(as: file) == file.isSameAccount(as: file))
    try promise("a secret is never printed", !"\(renewed)".contains(secret))
    try promise(
      "a renewed sign-in survives writing", try AuthFile(renewed.data.reveal()) == renewed)
  }
}
