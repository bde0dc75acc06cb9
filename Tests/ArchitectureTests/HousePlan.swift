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
    "Sources/CLI/Session/CodexFlagProbe.swift",
    "Sources/CLI/Session/SignInChoice.swift",
    "Sources/Engine/Core/Settings/SettingValue.swift",
    "Sources/Engine/Core/Settings/WebhookAddress.swift",
    "Sources/Engine/Fleet/Accounts/AccountStore+SignIn.swift",
    "Sources/Engine/Fleet/Codex/Auth/AuthFile+Identity.swift",
    "Sources/Engine/Fleet/Codex/Auth/AuthFile.swift",
    "Sources/Engine/Fleet/Codex/Auth/AuthTokens.swift",
    "Sources/Engine/Fleet/Codex/Auth/IdentitySalt.swift",
    "Sources/Engine/Fleet/Codex/Auth/JSONWebToken.swift",
    "Sources/Engine/Fleet/Codex/Binary/CodexCheck.swift",
    "Sources/Engine/Fleet/Codex/Binary/ManagerComplaint.swift",
    "Sources/Engine/Fleet/Notices/WebhookSender.swift",
    "Sources/Engine/Fleet/Rotation/Application/AppBinding.swift",
    "Sources/Engine/Fleet/Rotation/Service/ProcessOutput+Printed.swift",
    "Sources/Engine/Fleet/Rotation/Service/ServiceControl.swift",
    "Sources/Engine/Fleet/Sandbox/SandboxEnvironment.swift",
    "Sources/Engine/Fleet/SignIn/APIKeyText.swift",
    "Sources/Engine/Fleet/SignIn/CallbackAddress.swift",
    "Sources/Engine/Fleet/SignIn/SignIn+AccessToken.swift",
    "Sources/Engine/Fleet/SignIn/SignIn+AppServer.swift",
    "Sources/Engine/Fleet/Tokens/TokenServer+Revoke.swift",
    "Sources/Engine/Fleet/Tokens/TokenServer+WhoAmI.swift",
    "Sources/Engine/Fleet/Tokens/TokenServer.swift",
    "Sources/Engine/Fleet/Transfer/CPADocument.swift",
    "Sources/Engine/Fleet/Transfer/ExportDocument.swift",
    "Sources/Engine/Fleet/Transfer/Redacted+Transfer.swift",
    "Sources/Engine/Fleet/Transfer/SealedExport.swift",
    "Sources/Engine/Fleet/Workspace/Create/SetupScript.swift",
    "Sources/Engine/Fleet/Workspace/Create/WorkspaceForward.swift",
    "Sources/Engine/Fleet/Workspace/Engine/ContainerEngine.swift",
    "Sources/Engine/HTTP/Client/CurlTransport.swift",
    "Sources/Engine/HTTP/Client/EasySetup.swift",
    "Sources/Engine/HTTP/Client/TransferUpload.swift",
    "Sources/Engine/HTTP/Client/UpgradeExchange.swift",
    "Sources/Engine/Platform/Processes/CapturedRun.swift",
    "Sources/Engine/Platform/Sealing/SodiumSealer.swift",
    "Sources/Engine/Proxy/Policy/Requests/ClientCredential.swift",
    "Sources/Engine/Proxy/Policy/Requests/ClientToken.swift",
    "Sources/Engine/Proxy/Policy/Requests/RequestRewrite.swift",
    "Sources/Engine/Proxy/Server/Backend/BackendClient.swift",
    "Sources/Engine/Proxy/Server/ProxyAddresses.swift",
    "Sources/Engine/Standin/StandinRequest.swift",
    "Sources/Engine/Standin/StandinState+Admin.swift",
    "Sources/Engine/Standin/TokenBook.swift",
    "Sources/Engine/Standin/TokenSet.swift",
  ]
}
