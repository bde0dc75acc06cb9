// swift-tools-version: 6.2
import PackageDescription

// Targets are sorted by layer, lowest first; one dependency a line. Arrows point down only:
// docs/ARCHITECTURE.md says what each target is for, and ArchitectureTests hold the import lines to it.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

/// An engine target in `Sources/Engine/<folder>`.
func engine(_ folder: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(
    name: "Engine" + folder, dependencies: dependencies, path: "Sources/Engine/" + folder,
    swiftSettings: strict)
}

/// The tests of one target, in `Tests/<name>Tests`; `data` are folders that tests read.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), "TestSupport"]
      + (name == "EngineKernel" ? [] : ["EngineKernel"]) + dependencies,
    path: "Tests/\(name)Tests", exclude: data, swiftSettings: strict)
}

/// The themes, compiled in one by one: a folder cannot be.
let themes: [Resource] = [
  "default", "aurora", "daybreak", "clear-dark", "clear-light", "high-contrast", "mono",
].map { .embedInCode("../../../themes/\($0).json5") }

/// What `--version` says that the program was built from: a commit, given by whoever builds. Nothing else
/// in the package depends on it, so that a new commit compiles one line of C.
let build = (Context.environment["SWOP_BUILD"] ?? "").filter {
  $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0))
}

let package = Package(
  name: "swop",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "swop", targets: ["swop"]),
    .library(name: "swop-cut", type: .dynamic, targets: ["CCut"]),
  ],
  targets: [
    // C: each wraps one foreign library, so that Swift sees plain functions and integers.
    .target(name: "CSystem", path: "Sources/Engine/CSystem"),
    .target(name: "CCurl", path: "Sources/Engine/CCurl"),
    .target(
      name: "CBuild", path: "Sources/Engine/CBuild",
      cSettings: build.isEmpty ? [] : [.define("SWOP_BUILD", to: "\"\(build)\"")]),
    .target(name: "CSodium", path: "Sources/Engine/CSodium"),
    .target(
      name: "CSQLite", path: "Sources/Engine/CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),

    .target(
      name: "CTerminal", path: "Sources/TUI/CTerminal",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),

    // Values and pure functions.
    engine("Kernel"),
    engine("Selector", ["EngineKernel"]),
    engine("Settings", ["EngineKernel", "EngineSelector"]),

    // The world, behind the Kernel's ports.
    engine("System", ["EngineKernel", "CSystem", "CSodium", "CBuild"]),
    engine("Store", ["EngineKernel", "CSQLite"]),
    engine("HTTP", ["EngineKernel", "CSystem", "CCurl"]),

    // What swop knows.
    engine("Codex", ["EngineKernel"]),
    engine("Sandbox", ["EngineKernel"]),
    engine("Accounts", ["EngineKernel", "EngineSandbox"]),
    engine("Tokens", ["EngineKernel", "EngineCodex"]),
    engine("Usage", ["EngineKernel", "EngineCodex"]),
    engine("Projects", ["EngineKernel"]),
    engine("Notices", ["EngineKernel"]),
    engine("Transfer", ["EngineKernel", "EngineCodex"]),
    engine("Runs", ["EngineKernel", "EngineCodex", "EngineSandbox", "EngineTokens"]),
    engine("Proxy", ["EngineKernel", "EngineSelector", "EngineCodex"]),
    engine("Rotation", ["EngineKernel", "EngineCodex", "EngineSandbox", "EngineProxy"]),
    engine(
      "Upkeep",
      [
        "EngineKernel", "EngineSettings", "EngineCodex", "EngineSandbox", "EngineAccounts",
        "EngineRuns",
      ]),
    engine("Workspace", ["EngineKernel", "EngineCodex"]),
    engine("Standin", ["EngineKernel", "EngineHTTP"]),

    engine(
      "Relay",
      [
        "EngineKernel", "EngineSelector", "EngineCodex", "EngineProxy", "EngineHTTP",
        "EngineUsage",
      ]),

    // The one door.
    .target(
      name: "Engine",
      dependencies: [
        "EngineKernel", "EngineSelector", "EngineSettings", "EngineCodex", "EngineSandbox",
        "EngineAccounts", "EngineTokens", "EngineUsage", "EngineRuns", "EngineRelay",
        "EngineProxy", "EngineRotation", "EngineUpkeep", "EngineWorkspace",
        "EngineProjects", "EngineTransfer", "EngineNotices",
      ],
      path: "Sources/Engine/Facade", swiftSettings: strict),

    // The dashboard's foundation, which knows no account.
    .target(
      name: "TUIKit", dependencies: ["EngineKernel", "EngineSettings"], path: "Sources/TUI/Kit",
      resources: themes, swiftSettings: strict),

    // The dashboard.
    .target(
      name: "TUI",
      dependencies: [
        "Engine", "EngineKernel", "EngineSelector", "EngineSettings", "EngineUsage", "TUIKit",
      ],
      path: "Sources/TUI/Dashboard", swiftSettings: strict),

    .target(
      name: "TUITerminal", dependencies: ["EngineKernel", "TUIKit", "CTerminal"],
      path: "Sources/TUI/Terminal", swiftSettings: strict),

    // The command line.
    .target(
      name: "CLI",
      dependencies: [
        "Engine", "EngineKernel", "EngineSelector", "EngineSettings", "EngineSystem", "EngineStore",
        "EngineHTTP", "EngineCodex", "EngineRotation", "EngineWorkspace", "EngineStandin",
        "EngineUsage", "TUI", "TUIKit", "TUITerminal",
        "EngineSandbox", "EngineUpkeep",
      ],
      path: "Sources/CLI", swiftSettings: strict),
    .executableTarget(
      name: "swop", dependencies: ["CLI"], path: "Sources/swop", swiftSettings: strict),

    // Tests and their tools.
    .target(
      name: "TestSupport", dependencies: ["Engine", "EngineKernel", "EngineSystem"],
      path: "Tests/Support", swiftSettings: strict),
    .executableTarget(
      name: "swop-standin",
      dependencies: ["EngineKernel", "EngineHTTP", "EngineStandin", "EngineSystem"],
      path: "Tests/StandinTool", swiftSettings: strict),
    .target(
      name: "CCut", path: "Tests/CutTool",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .executableTarget(
      name: "swop-foreground", dependencies: ["EngineKernel", "EngineSystem"],
      path: "Tests/ForegroundTool", swiftSettings: strict),
    .executableTarget(
      name: "swop-screen", dependencies: ["EngineKernel", "EngineSystem", "TUIKit", "TUITerminal"],
      path: "Tests/ScreenTool", swiftSettings: strict),
    .executableTarget(
      name: "swop-bench-root",
      dependencies: [
        "EngineKernel", "EngineAccounts", "EngineCodex", "EngineSandbox", "EngineStore",
        "EngineSystem",
      ],
      path: "Tests/Benchmarks/RootTool", swiftSettings: strict),
    tests("EngineKernel"),
    tests("EngineSelector"),
    tests("EngineSettings", ["EngineSelector", "EngineSystem"], data: ["InvalidConfigs"]),
    tests("EngineSystem", ["swop-foreground"]),
    tests("EngineStore", ["CSQLite"]),
    tests("EngineHTTP", ["EngineSystem"]),
    tests("EngineCodex", ["EngineSystem", "EngineHTTP", "EngineStandin"]),
    tests("EngineSandbox", ["EngineSystem"]),
    tests("EngineAccounts", ["EngineSandbox", "EngineSystem"]),
    tests("EngineTokens", ["EngineCodex", "EngineSystem", "EngineHTTP", "EngineStandin"]),
    tests("EngineUsage", ["EngineCodex", "EngineTokens", "EngineStore", "EngineSystem"]),
    tests(
      "EngineRuns",
      [
        "EngineCodex", "EngineSandbox", "EngineTokens", "EngineStore", "EngineSystem",
        "EngineStandin",
      ]),
    tests(
      "EngineUpkeep",
      [
        "EngineCodex", "EngineSandbox", "EngineSettings", "EngineAccounts", "EngineStore",
        "EngineSystem",
      ]),
    tests("EngineNotices", ["EngineStore", "EngineSystem"]),
    tests("EngineTransfer", ["EngineCodex", "EngineSystem"]),
    tests("EngineProjects", ["EngineStore", "EngineSystem"]),
    tests("EngineProxy", ["EngineSelector"]),
    tests(
      "EngineRelay",
      [
        "EngineSelector", "EngineCodex", "EngineProxy", "EngineHTTP", "EngineUsage", "EngineTokens",
        "EngineStore", "EngineStandin", "EngineSystem",
      ]),
    tests(
      "EngineRotation",
      ["EngineCodex", "EngineProxy", "EngineSandbox", "EngineStore", "EngineSystem"]),
    tests("EngineWorkspace", ["EngineCodex", "EngineSystem"]),
    tests("EngineStandin", ["EngineHTTP", "EngineSystem"]),
    tests("TUIKit"),
    tests("TUITerminal", ["EngineSystem", "TUIKit", "swop-screen"]),
    tests("TUI", ["Engine", "EngineSystem", "TUIKit"], data: ["Golden"]),
    tests("Engine", ["EngineSystem", "EngineStore", "EngineHTTP", "EngineStandin"]),
    .target(
      name: "FuzzCases",
      dependencies: [
        "CLI", "EngineKernel", "EngineCodex", "EngineHTTP", "EngineProxy", "EngineSettings",
        "EngineTransfer", "EngineUsage",
      ],
      path: "Tests/Fuzz/Cases",
      swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["EngineKernel", "FuzzCases"], path: "Tests/FuzzTests",
      swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["EngineKernel"], path: "Tests/ArchitectureTests",
      swiftSettings: strict),
    tests(
      "CLI",
      [
        "Engine", "EngineCodex", "EngineSandbox", "EngineSelector", "EngineSettings", "EngineStore",
        "EngineSystem", "EngineUpkeep", "EngineWorkspace",
      ]),

    // The whole program, the real codex, real sockets and files.
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "swop", "EngineKernel", "EngineCodex", "EngineHTTP", "EngineSandbox", "EngineStandin",
        "EngineStore", "EngineSystem", "TestSupport",
      ],
      path: "Tests/EndToEndTests", swiftSettings: strict),
  ]
)

// The fuzzer exists only while fuzzing: its link needs libFuzzer, which no other build has.
if Context.environment["SWOP_FUZZ"] == "1" {
  package.targets.append(
    .executableTarget(
      name: "swop-fuzz", dependencies: ["FuzzCases"], path: "Tests/Fuzz/Driver",
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]))
}

// For a quick turn while working: SWOP_TESTS="TUITests CLITests" leaves the other tests out.
if let wanted = Context.environment["SWOP_TESTS"] {
  let names = wanted.split(separator: " ").map(String.init)
  package.targets.removeAll { $0.type == .test && !names.contains($0.name) }
}
