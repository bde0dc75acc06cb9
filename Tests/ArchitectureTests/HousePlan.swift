/// What the walls of the house let through, beyond what Package.swift already says.
enum HousePlan {
  /// The only targets that touch the operating system.
  static let world: Set<String> = ["EngineSystem", "EngineStore", "EngineHTTP", "TUITerminal"]

  /// The only targets that may know a target of the world; everybody else knows the Kernel's ports.
  static let mayKnowTheWorld: Set<String> = [
    "Engine", "CLI", "EngineStandin", "EngineProxy", "EngineRelay",
  ]

  /// Values and pure functions: they wait for nothing, lock nothing and know no clock.
  static let pure: Set<String> = ["EngineKernel", "EngineSelector", "EngineSettings"]

  /// Which target wraps which C library.
  static let wrappers: [String: Set<String>] = [
    "CSystem": ["EngineSystem", "EngineHTTP"],
    "CCurl": ["EngineHTTP"],
    "CSQLite": ["EngineStore"],
    "CBuild": ["EngineSystem"],
    "CSodium": ["EngineSystem"],
    "CTerminal": ["TUITerminal"],
  ]

  /// The modules of the system that a target may import.
  static func systemModules(for target: String) -> Set<String> {
    var modules: Set<String> = ["Swift", "RegexBuilder"]
    if !pure.contains(target) { modules.insert("Synchronization") }
    if world.contains(target) { modules.formUnion(["Glibc", "Darwin", "Musl", "Dispatch"]) }
    if target == "EngineKernel" { modules.formUnion(["FoundationEssentials", "Foundation"]) }
    return modules
  }

  /// The only files that open a `Redacted`: each sends the secret, stores it, or compares it.
  static let revealingFiles: [String] = [
    "Sources/CLI/Commands/ConfigSetCommand.swift",
    "Sources/CLI/Commands/Proxy/ProxyTokenCommand.swift",
    "Sources/CLI/Demo/DemoFleet.swift",
    "Sources/CLI/Demo/DemoTraffic.swift",
    "Sources/CLI/Session/CodexFlagProbe.swift",
    "Sources/CLI/Session/SignInChoice.swift",
    "Sources/Engine/Accounts/AccountStore+SignIn.swift",
    "Sources/Engine/Codex/Auth/AuthFile+Identity.swift",
    "Sources/Engine/Codex/Auth/AuthFile.swift",
    "Sources/Engine/Codex/Auth/AuthTokens.swift",
    "Sources/Engine/Codex/Auth/IdentitySalt.swift",
    "Sources/Engine/Codex/Auth/JSONWebToken.swift",
    "Sources/Engine/Codex/Binary/CodexCheck.swift",
    "Sources/Engine/Codex/Install/ManagerComplaint.swift",
    "Sources/Engine/Codex/SignIn/APIKeyText.swift",
    "Sources/Engine/Codex/SignIn/CallbackAddress.swift",
    "Sources/Engine/Codex/SignIn/SignIn+AccessToken.swift",
    "Sources/Engine/Codex/SignIn/SignIn+AppServer.swift",
    "Sources/Engine/Facade/Redacted+Transfer.swift",
    "Sources/Engine/HTTP/Client/CurlTransport.swift",
    "Sources/Engine/HTTP/Client/EasySetup.swift",
    "Sources/Engine/HTTP/Client/TransferUpload.swift",
    "Sources/Engine/HTTP/Client/UpgradeExchange.swift",
    "Sources/Engine/Notices/WebhookSender.swift",
    "Sources/Engine/Proxy/Requests/ClientCredential.swift",
    "Sources/Engine/Proxy/Requests/ClientToken.swift",
    "Sources/Engine/Proxy/Requests/RequestRewrite.swift",
    "Sources/Engine/Relay/Seam/ProxyAddresses.swift",
    "Sources/Engine/Rotation/Application/AppBinding.swift",
    "Sources/Engine/Rotation/Service/ProcessOutput+Printed.swift",
    "Sources/Engine/Rotation/Service/ServiceControl.swift",
    "Sources/Engine/Sandbox/SandboxEnvironment.swift",
    "Sources/Engine/Settings/Values/SettingValue.swift",
    "Sources/Engine/Settings/Values/WebhookAddress.swift",
    "Sources/Engine/Standin/StandinRequest.swift",
    "Sources/Engine/Standin/StandinState+Admin.swift",
    "Sources/Engine/Standin/TokenBook.swift",
    "Sources/Engine/Standin/TokenSet.swift",
    "Sources/Engine/System/CapturedRun.swift",
    "Sources/Engine/System/SodiumSealer.swift",
    "Sources/Engine/Tokens/TokenServer+Revoke.swift",
    "Sources/Engine/Tokens/TokenServer+WhoAmI.swift",
    "Sources/Engine/Tokens/TokenServer.swift",
    "Sources/Engine/Transfer/CPADocument.swift",
    "Sources/Engine/Transfer/ExportDocument.swift",
    "Sources/Engine/Transfer/SealedExport.swift",
    "Sources/Engine/Usage/BackendClient.swift",
    "Sources/Engine/Workspace/Create/SetupScript.swift",
    "Sources/Engine/Workspace/Create/WorkspaceForward.swift",
    "Sources/Engine/Workspace/Engine/ContainerEngine.swift",
  ]
}
