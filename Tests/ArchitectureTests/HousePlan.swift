/// Which folder of `Sources` may import what. A new arrow is drawn here, on purpose and in sight.
enum HousePlan {
  /// One target: its folder and the modules of ours and of the system that it may import.
  struct Room: Sendable {
    let target: String
    let folder: String
    let mayImport: Set<String>
  }

  /// The libraries of the operating system and what it offers for threads.
  static let world: Set<String> = ["Glibc", "Darwin", "Musl", "Dispatch"]

  /// Sorted by layer, lowest first, like Package.swift. The first three are values and pure functions:
  /// they have nothing to lock.
  static let rooms: [Room] = [
    Room(
      target: "EngineKernel", folder: "Sources/Engine/Kernel",
      mayImport: ["FoundationEssentials", "Foundation"]),
    Room(
      target: "EngineSelector", folder: "Sources/Engine/Selector", mayImport: ["EngineKernel"]),
    Room(
      target: "EngineSettings", folder: "Sources/Engine/Settings",
      mayImport: ["EngineKernel", "EngineSelector"]),

    Room("System", ["EngineKernel", "CSystem"], touchesWorld: true),
    Room("Store", ["EngineKernel", "CSQLite"], touchesWorld: true),
    Room("HTTP", ["EngineKernel", "CSystem", "CCurl"], touchesWorld: true),

    Room("Codex", ["EngineKernel"]),
    Room("Sandbox", ["EngineKernel"]),
    Room("Accounts", ["EngineKernel", "EngineSandbox"]),
    Room("Tokens", ["EngineKernel", "EngineCodex"]),
    Room("Usage", ["EngineKernel", "EngineCodex", "EngineTokens"]),
    Room(
      "Runs",
      ["EngineKernel", "EngineCodex", "EngineSandbox", "EngineTokens"]),
    Room("Standin", ["EngineKernel", "EngineHTTP"]),

    Room(
      target: "Engine", folder: "Sources/Engine/Facade",
      mayImport: [
        "EngineKernel", "EngineSelector", "EngineSettings", "EngineSystem", "EngineStore",
        "EngineHTTP", "EngineCodex", "EngineSandbox", "EngineAccounts", "EngineTokens",
        "EngineUsage", "EngineRuns",
      ]),
    Room(
      target: "CLI", folder: "Sources/CLI",
      mayImport: [
        "Engine", "EngineKernel", "EngineSelector", "EngineSettings", "EngineSystem", "EngineStore",
        "EngineHTTP", "EngineCodex", "EngineSandbox", "EngineAccounts", "EngineUsage", "EngineRuns",
      ]),
    Room(target: "swop", folder: "Sources/swop", mayImport: ["CLI"]),
  ]

  /// Targets written in C: they have no Swift files, and one foreign library each.
  static let shims: Set<String> = ["CSystem", "CCurl", "CSQLite"]

  /// The only files that open a `Redacted`: each sends the secret, stores it, or compares it.
  static let revealingFiles: [String] = [
    "Sources/Engine/Codex/Auth/AuthFile+Identity.swift",
    "Sources/Engine/Codex/Auth/AuthFile.swift",
    "Sources/Engine/Codex/Auth/AuthTokens.swift",
    "Sources/Engine/Codex/Auth/IdentitySalt.swift",
    "Sources/Engine/Codex/Auth/JSONWebToken.swift",
    "Sources/Engine/Standin/StandinRequest.swift",
    "Sources/Engine/Standin/TokenSet.swift",
    "Sources/Engine/System/CapturedRun.swift",
    "Sources/Engine/Tokens/TokenServer.swift",
  ]
}

extension HousePlan.Room {
  /// An engine target in the folder of its name; `Mutex` and `Atomic` are at hand in each of them.
  init(_ name: String, _ mayImport: Set<String>, touchesWorld: Bool = false) {
    target = "Engine" + name
    folder = "Sources/Engine/" + name
    let world = touchesWorld ? HousePlan.world : []
    self.mayImport = mayImport.union(world).union(["Synchronization"])
  }
}
