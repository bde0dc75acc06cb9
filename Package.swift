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

/// The tests of one target, in `Tests/<name>Tests`; `data` are folders that tests read.
func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), "TestSupport"]
      + (name == "EngineCore" ? [] : ["EngineCore"]) + dependencies,
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

    // Values, pure functions, and the ports through which everything else meets the world.
    .target(name: "EngineCore", path: "Sources/Engine/Core", swiftSettings: strict),

    // The world.
    .target(
      name: "EnginePlatform",
      dependencies: ["EngineCore", "CSystem", "CSodium", "CBuild", "CSQLite"],
      path: "Sources/Engine/Platform", swiftSettings: strict),
    .target(
      name: "EngineHTTP", dependencies: ["EngineCore", "CSystem", "CCurl"],
      path: "Sources/Engine/HTTP", swiftSettings: strict),

    // The rotation proxy: what it decides, and the server that does it.
    .target(
      name: "EngineProxyPolicy", dependencies: ["EngineCore"], path: "Sources/Engine/Proxy/Policy",
      swiftSettings: strict),
    .target(
      name: "EngineProxy", dependencies: ["EngineCore", "EngineProxyPolicy", "EngineHTTP"],
      path: "Sources/Engine/Proxy/Server", swiftSettings: strict),

    // The simulated backend of tests and the demo.
    .target(
      name: "EngineStandin", dependencies: ["EngineCore", "EngineHTTP"],
      path: "Sources/Engine/Standin", swiftSettings: strict),

    // What swop does; Fleet is the API.
    .target(
      name: "Engine", dependencies: ["EngineCore", "EngineProxyPolicy", "EngineProxy"],
      path: "Sources/Engine/Fleet", swiftSettings: strict),

    // The dashboard's foundation, which knows no account.
    .target(
      name: "TUIKit", dependencies: ["EngineCore"], path: "Sources/TUI/Kit",
      resources: themes, swiftSettings: strict),

    // The dashboard.
    .target(
      name: "TUI", dependencies: ["EngineCore", "Engine", "TUIKit"],
      path: "Sources/TUI/Dashboard", swiftSettings: strict),

    .target(
      name: "TUITerminal", dependencies: ["EngineCore", "TUIKit", "CTerminal"],
      path: "Sources/TUI/Terminal", swiftSettings: strict),

    // The command line.
    .target(
      name: "CLI",
      dependencies: [
        "EngineCore", "EnginePlatform", "EngineHTTP", "EngineStandin", "Engine",
        "TUI", "TUIKit", "TUITerminal",
      ],
      path: "Sources/CLI", swiftSettings: strict),
    .executableTarget(
      name: "swop", dependencies: ["CLI"], path: "Sources/swop", swiftSettings: strict),

    // Tests and their tools.
    .target(
      name: "TestSupport", dependencies: ["EngineCore", "EnginePlatform", "Engine"],
      path: "Tests/Support", swiftSettings: strict),
    .executableTarget(
      name: "swop-standin",
      dependencies: ["EngineCore", "EngineHTTP", "EngineStandin", "EnginePlatform"],
      path: "Tests/StandinTool", swiftSettings: strict),
    .target(
      name: "CCut", path: "Tests/CutTool",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .executableTarget(
      name: "swop-foreground", dependencies: ["EngineCore", "EnginePlatform"],
      path: "Tests/ForegroundTool", swiftSettings: strict),
    .executableTarget(
      name: "swop-screen",
      dependencies: ["EngineCore", "EnginePlatform", "TUIKit", "TUITerminal"],
      path: "Tests/ScreenTool", swiftSettings: strict),
    .executableTarget(
      name: "swop-bench-root", dependencies: ["EngineCore", "EnginePlatform", "Engine"],
      path: "Tests/Benchmarks/RootTool", swiftSettings: strict),
    tests("EngineCore", ["EnginePlatform"], data: ["Settings/InvalidConfigs"]),
    tests("EnginePlatform", ["CSQLite", "swop-foreground"]),
    tests("EngineHTTP", ["EnginePlatform"]),
    tests("EngineProxyPolicy"),
    tests(
      "EngineProxy",
      ["EngineProxyPolicy", "EngineHTTP", "EnginePlatform", "EngineStandin", "Engine"]),
    tests("EngineStandin", ["EngineHTTP", "EnginePlatform"]),
    tests(
      "Engine",
      ["EngineProxyPolicy", "EngineProxy", "EngineHTTP", "EnginePlatform", "EngineStandin"]),
    tests("TUIKit"),
    tests("TUITerminal", ["EnginePlatform", "TUIKit", "swop-screen"]),
    tests("TUI", ["Engine", "EnginePlatform", "TUIKit"], data: ["Golden"]),
    .target(
      name: "FuzzCases",
      dependencies: ["EngineCore", "EngineHTTP", "EngineProxyPolicy", "Engine", "CLI"],
      path: "Tests/Fuzz/Cases", swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["EngineCore", "FuzzCases"], path: "Tests/FuzzTests",
      swiftSettings: strict),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["EngineCore"], path: "Tests/ArchitectureTests",
      swiftSettings: strict),
    tests("CLI", ["Engine", "EnginePlatform"]),

    // The whole program, the real codex, real sockets and files.
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "swop", "EngineCore", "EngineHTTP", "EnginePlatform", "EngineStandin", "Engine",
        "TestSupport",
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
