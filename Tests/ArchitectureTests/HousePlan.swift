/// What the walls of the house let through, beyond what Package.swift already says.
enum HousePlan {
  /// The only targets that touch the operating system.
  static let world: Set<String> = ["EnginePlatform", "EngineHTTP", "TUITerminal"]

  /// The only targets that may know a target of the world; all others know Core's ports.
  static let mayKnowTheWorld: Set<String> = ["CLI", "EngineStandin", "EngineProxy"]

  /// Values and pure functions: they wait for nothing, lock nothing and know no clock.
  static let pure: Set<String> = ["EngineCore", "EngineProxyPolicy"]

  /// Folders whose code waits for nothing and knows no port; the ports themselves are apart.
  static let pureFolders = [
    "Sources/Engine/Core", "Sources/Engine/Proxy/Policy", "Sources/TUI/Dashboard/State",
    "Sources/TUI/Dashboard/Views",
  ]

  /// Which target wraps which C library.
  static let wrappers: [String: Set<String>] = [
    "CSystem": ["EnginePlatform", "EngineHTTP"],
    "CCurl": ["EngineHTTP"],
    "CSQLite": ["EnginePlatform"],
    "CBuild": ["EnginePlatform"],
    "CSodium": ["EnginePlatform"],
    "CTerminal": ["TUITerminal"],
  ]

  /// The modules of the system that a target may import.
  static func systemModules(for target: String) -> Set<String> {
    var modules: Set<String> = ["Swift", "RegexBuilder"]
    if !pure.contains(target) { modules.insert("Synchronization") }
    if world.contains(target) { modules.formUnion(["Glibc", "Darwin", "Musl", "Dispatch"]) }
    if target == "EngineCore" { modules.formUnion(["FoundationEssentials", "Foundation"]) }
    return modules
  }

  /// The only files that open a `Redacted`: each sends the secret, stores it, or compares it.
  static let revealingFiles: [String] = [
    "Sources/CLI/Commands/ConfigSetCommand.swift",
    "Sources/CLI/Commands/ProxyTokenCommand.swift",
    "Sources/CLI/Demo/DemoFleet.swift",
    "Sources/CLI/Demo/DemoTraffic.swift",
    "Sources/CLI/Session/CodexLookup.swift",
    "Sources/CLI/Session/SignInDisplay.swift",
    "Sources/Engine/Core/Settings/SettingKind.swift",
    "Sources/Engine/Fleet/Accounts/AccountStore+SignIn.swift",
    "Sources/Engine/Fleet/Codex/Auth/AuthFile+Identity.swift",
    "Sources/Engine/Fleet/Codex/Auth/AuthFile.swift",
    "Sources/Engine/Fleet/Codex/Binary/CodexCheck.swift",
    "Sources/Engine/Fleet/Codex/Binary/PackageManager.swift",
    "Sources/Engine/Fleet/Notices/NoticeSender.swift",
    "Sources/Engine/Fleet/Rotation/Application/AppBinding.swift",
    "Sources/Engine/Fleet/Rotation/Service/ServiceControl.swift",
    "Sources/Engine/Fleet/Rotation/Service/ServiceManager.swift",
    "Sources/Engine/Fleet/Sandbox/SandboxEnvironment.swift",
    "Sources/Engine/Fleet/SignIn/CallbackAddress.swift",
    "Sources/Engine/Fleet/SignIn/SignIn+AppServer.swift",
    "Sources/Engine/Fleet/SignIn/SignIn+Command.swift",
    "Sources/Engine/Fleet/SignIn/SignInImport.swift",
    "Sources/Engine/Fleet/Tokens/TokenServer.swift",
    "Sources/Engine/Fleet/Transfer/ExportDocument.swift",
    "Sources/Engine/Fleet/Transfer/Fleet+Export.swift",
    "Sources/Engine/Fleet/Transfer/ImportDocument.swift",
    "Sources/Engine/Fleet/Transfer/SealedExport.swift",
    "Sources/Engine/Fleet/Workspace/ContainerEngine.swift",
    "Sources/Engine/Fleet/Workspace/RunArguments.swift",
    "Sources/Engine/Fleet/Workspace/SetupScript.swift",
    "Sources/Engine/HTTP/Client/EasySetup.swift",
    "Sources/Engine/HTTP/Client/HTTPClient.swift",
    "Sources/Engine/HTTP/Client/Transfer.swift",
    "Sources/Engine/HTTP/Client/UpgradeExchange.swift",
    "Sources/Engine/Platform/Processes/CapturedRun.swift",
    "Sources/Engine/Platform/Sealing/SodiumSealer.swift",
    "Sources/Engine/Proxy/Policy/Requests/ClientCredential.swift",
    "Sources/Engine/Proxy/Policy/Requests/RequestRewrite.swift",
    "Sources/Engine/Proxy/Server/Backend/ChatGPTBackend.swift",
    "Sources/Engine/Proxy/Server/ProxySurroundings.swift",
    "Sources/Engine/Standin/StandinRequest.swift",
    "Sources/Engine/Standin/StandinState+Admin.swift",
    "Sources/Engine/Standin/TokenBook.swift",
  ]
}
