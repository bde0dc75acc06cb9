import Engine
import EngineCore
import EnginePlatform

/// Writes a root with accounts and fresh readings, through the engine itself, for the benchmarks:
/// `swop-bench-root FOLDER COUNT`.
@main
struct RootTool {
  static func main() async throws {
    let words = CommandLine.arguments.dropFirst()
    guard words.count == 2, let folder = words.first, let count = words.last.flatMap({ Int($0) })
    else {
      throw WrongUsage()
    }
    try await RootTool(root: FilePath(folder)).fill(count)
  }

  private let layout: SandboxLayout
  private let accounts: AccountStore
  private let readings: StateDatabase
  private let disk = DiskFileSystem()
  private let time = SystemTimeSource()

  private init(root: FilePath) throws {
    layout = SandboxLayout(root: root, sharedHome: root.parent / "home" / ".codex")
    try disk.createFolder(root, mode: .privateFolder)
    let locks = LockRoom(
      folder: layout.locks, files: disk, time: time,
      process: ProcessIdentity(pid: ProcessInfo.processInfo.processIdentifier, startTicks: 0))
    accounts = AccountStore(
      layout: layout, files: disk, locks: locks, time: time, random: SystemRandom())
    readings = try StateDatabase(path: layout.database)
  }

  /// The first account comes from the store; the others are copies of its file under their own names,
  /// because the store reads the whole list for every account it adds.
  private func fill(_ count: Int) async throws {
    let first = try await add()
    try readings.store(reading(1), for: first.id)
    let form = try JSONReader.value(in: Array(disk.read(layout.sandbox(first.key).accountFile)))
    for number in stride(from: 2, through: count, by: 1) {
      try readings.store(reading(number), for: try copy(form, number))
    }
  }

  private func add() async throws -> Account {
    let staging = try await accounts.beginStaging()
    try write(AuthFile(tokens: tokens(1), at: time.now()), to: staging.sandbox)
    return try await accounts.create(
      Label("account-1"), from: staging,
      signIn: SignInSummary(
        identity: .chatGPT(accountID: "account-1", userID: "user-1"), email: email(1),
        plan: Plan("plus")))
  }

  private func copy(_ form: JSONValue, _ number: Int) throws -> AccountID {
    let name = "account-\(number)"
    guard let key = AccountKey(name) else { throw WrongUsage() }
    let id = AccountID(from: SystemRandom())
    var form = form
    for (member, value) in [("id", id.text), ("key", name), ("label", name)] {
      form[member] = .string(value)
    }
    form["identity"]?["account_id"] = .string(name)
    form["identity"]?["user_id"] = .string("user-\(number)")
    form["identity"]?["email"] = .string(email(number))

    let sandbox = layout.sandbox(key)
    try disk.createFolder(sandbox.codexHome, mode: .privateFolder)
    try write(AuthFile(tokens: tokens(number), at: time.now()), to: sandbox)
    let data = Data(JSONWriter.pretty(form).utf8)
    try disk.replace(sandbox.accountFile, with: data, mode: .privateFile)
    return id
  }

  private func write(_ auth: AuthFile, to sandbox: SandboxFolder) throws {
    try auth.write(to: sandbox.signInFile, files: disk)
  }

  private func email(_ number: Int) -> String { "user\(number)@example.test" }

  /// A reading of this moment; every account has another one.
  private func reading(_ number: Int) -> QuotaReading {
    let now = time.now()
    return QuotaReading(
      readAt: now, source: .usage, plan: Plan("plus"), isAllowed: true, isLimitReached: false,
      windows: [
        QuotaWindow(
          lengthSeconds: 18_000, usedPercent: Double(number * 7 % 95),
          resetsAt: now.addingTimeInterval(Double(600 + number * 37 % 17_000))),
        QuotaWindow(
          lengthSeconds: 604_800, usedPercent: Double(number * 13 % 95),
          resetsAt: now.addingTimeInterval(Double(6_000 + number * 977 % 590_000))),
      ])
  }

  /// Tokens that no one signed and no server takes, good for ten years.
  private func tokens(_ number: Int) -> AuthTokens {
    let token = Redacted(unsignedToken(number))
    return AuthTokens(
      idToken: token, accessToken: token, refreshToken: Redacted("refresh-\(number)"),
      accountID: "account-\(number)")
  }

  private func unsignedToken(_ number: Int) -> String {
    let now = Int(time.now().timeIntervalSince1970)
    let claims: JSONValue = [
      "email": .string(email(number)), "iat": .number("\(now)"),
      "exp": .number("\(now + 315_360_000)"),
      "https://api.openai.com/auth": [
        "chatgpt_account_id": .string("account-\(number)"),
        "chatgpt_user_id": .string("user-\(number)"), "chatgpt_plan_type": "plus",
      ],
    ]
    return [#"{"alg":"none"}"#, JSONWriter.line(claims), "none"].map(Self.base64URL)
      .joined(separator: ".")
  }

  private static func base64URL(_ text: String) -> String {
    Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  private struct WrongUsage: Error, CustomStringConvertible {
    let description = "usage: swop-bench-root FOLDER COUNT"
  }
}
