import EngineCore

/// Sign-ins under way: device codes and the codes that are exchanged for tokens.
struct SignInBook: Sendable {
  /// What was decided about a device code.
  enum Decision: Hashable, Sendable {
    case pending, denied
    case approved(account: String)
  }

  /// A device code that was asked for.
  struct Device: Hashable, Sendable {
    let id: String
    let userCode: String
    var polls = 0
    var decision = Decision.pending
  }

  private struct Code {
    let account: String
    /// Where it may be exchanged from; nil if the flow names no place.
    let redirect: String?
  }

  private(set) var devices: [Device] = []
  private var codes: [String: Code] = [:]
  private var random = SystemRandomNumberGenerator()

  /// Begins a device sign-in.
  mutating func newDevice() -> Device {
    let letters = Array("BCDFGHJKLMNPQRSTVWXZ")
    let code = (0..<8).map { _ in String(letters[Int.random(in: letters.indices, using: &random)]) }
    let device = Device(
      id: "device-" + unguessable(), userCode: code[..<4].joined() + "-" + code[4...].joined())
    devices.append(device)
    return device
  }

  /// Counts a poll of a device code.
  ///
  /// - Returns: the device, nil if id and code do not belong together.
  mutating func poll(id: String?, userCode: String?) -> Device? {
    let found = devices.firstIndex { $0.id == id && $0.userCode == userCode }
    guard let index = found else { return nil }
    devices[index].polls += 1
    return devices[index]
  }

  /// Decides about a device code.
  ///
  /// - Returns: false if there is no such code.
  mutating func decide(_ userCode: String, _ decision: Decision) -> Bool {
    guard let index = devices.firstIndex(where: { $0.userCode == userCode }) else { return false }
    devices[index].decision = decision
    return true
  }

  /// Forgets a device code that has led to a sign-in.
  mutating func finish(id: String) { devices.removeAll { $0.id == id } }

  /// A code that can be exchanged once for the tokens of an account.
  mutating func newCode(for account: String, redirect: String?) -> String {
    let code = "code-" + unguessable()
    codes[code] = Code(account: account, redirect: redirect)
    return code
  }

  /// The account that a code was made for, nil for an unknown or used one.
  func account(ofCode code: String) -> String? { codes[code]?.account }

  /// Exchanges a code, which then has served.
  ///
  /// - Returns: the account, nil if the code is not good for this redirect.
  mutating func exchange(_ code: String, redirect: String?) -> String? {
    guard let record = codes[code], record.redirect == nil || record.redirect == redirect else {
      return nil
    }
    codes[code] = nil
    return record.account
  }

  /// Text that nobody guesses.
  mutating func unguessable() -> String {
    Hexadecimal.text((0..<16).map { _ in random.next() as UInt8 })
  }
}
