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

  /// Sorted by layer, lowest first, like Package.swift.
  static let rooms: [Room] = [
    Room("Kernel", ["FoundationEssentials", "Foundation"]),
    Room("Selector", ["EngineKernel"]),
    Room("Settings", ["EngineKernel"]),

    Room("System", ["EngineKernel", "CSystem"], touchesWorld: true),
    Room("Store", ["EngineKernel", "CSQLite"], touchesWorld: true),
    Room("HTTP", ["EngineKernel", "CSystem", "CCurl"], touchesWorld: true),

    Room("Codex", ["EngineKernel", "Synchronization"]),
    Room("Sandbox", ["EngineKernel", "Synchronization"]),
    Room("Accounts", ["EngineKernel", "EngineSandbox", "Synchronization"]),
    Room("Tokens", ["EngineKernel", "EngineCodex", "Synchronization"]),
    Room("Usage", ["EngineKernel", "EngineCodex", "EngineTokens", "Synchronization"]),
    Room(
      "Runs",
      ["EngineKernel", "EngineCodex", "EngineSandbox", "EngineTokens", "Synchronization"]),
    Room("Standin", ["EngineKernel", "EngineHTTP", "Synchronization"]),

    Room(
      target: "Engine", folder: "Sources/Engine/Facade",
      mayImport: [
        "EngineKernel", "EngineSelector", "EngineSettings", "EngineSystem", "EngineStore",
        "EngineHTTP", "EngineCodex", "EngineSandbox", "EngineAccounts", "EngineTokens",
        "EngineUsage", "EngineRuns", "Synchronization",
      ]),
    Room(
      target: "CLI", folder: "Sources/CLI",
      mayImport: [
        "Engine", "EngineKernel", "EngineSelector", "EngineSettings", "EngineSystem", "EngineStore",
        "EngineHTTP", "EngineCodex", "EngineSandbox", "EngineAccounts", "EngineUsage", "EngineRuns",
        "Synchronization",
      ]),
    Room(target: "swop", folder: "Sources/swop", mayImport: ["CLI"]),
  ]

  /// Targets written in C: they have no Swift files, and one foreign library each.
  static let shims: Set<String> = ["CSystem", "CCurl", "CSQLite"]

  /// The only files that open a `Redacted`: each sends the secret, stores it, or compares it.
  static let revealingFiles: [String] = []
}

extension HousePlan.Room {
  /// An engine target in the folder of its name.
  init(_ name: String, _ mayImport: Set<String>, touchesWorld: Bool = false) {
    target = "Engine" + name
    folder = "Sources/Engine/" + name
    self.mayImport = touchesWorld ? mayImport.union(HousePlan.world) : mayImport
  }
}
