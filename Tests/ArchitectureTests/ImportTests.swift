import EngineCore
import Testing

@Suite("Walls between the targets")
struct ImportTests {
  @Test("the manifest is read whole")
  func manifest() throws {
    let targets = try Manifest.targets()

    let folders = try SourceTree.files(below: "Sources").map(\.path).filter { path in
      !targets.contains { path.hasPrefix($0.folder + "/") }
    }
    let names = targets.map(\.name)

    #expect(folders == [])
    #expect(Set(names).isSuperset(of: ["EngineCore", "Engine", "CLI", "swop", "CSystem"]))
    #expect(Set(names).count == names.count)
  }

  @Test("every file imports only what its target declares and what its layer may know")
  func imports() throws {
    let strangers = try Manifest.targets().flatMap { target in
      let known = HousePlan.systemModules(for: target.name).union(target.dependencies)
      return try SourceTree.files(below: target.folder).flatMap { file in
        file.imports.filter { !known.contains($0) }.map { "\(file.path) imports \($0)" }
      }
    }

    #expect(strangers == [])
  }

  @Test("no target declares a dependency that none of its files imports")
  func unusedDependencies() throws {
    let unused = try Manifest.targets().filter { !$0.isShim }.flatMap { target in
      let files = try SourceTree.files(below: target.folder)
      let imported = Set(files.flatMap(\.imports))
      return target.dependencies.filter { !imported.contains($0) }.map { "\(target) on \($0)" }
    }

    #expect(unused == [])
  }

  @Test("arrows point down: a target depends only on targets declared above it")
  func arrowsPointDown() throws {
    var above: Set<String> = []
    var upward: [String] = []
    for target in try Manifest.targets() {
      upward += target.dependencies.filter { !above.contains($0) }.map { "\(target) on \($0)" }
      above.insert(target.name)
    }

    #expect(upward == [])
  }

  @Test("the operating system is known to the world's targets, and they to few")
  func world() throws {
    let intruders = try Manifest.targets()
      .filter { !HousePlan.mayKnowTheWorld.contains($0.name) }
      .flatMap { target in
        target.dependencies.filter { HousePlan.world.contains($0) }.map { "\(target) on \($0)" }
      }

    #expect(intruders == [])
  }

  @Test("each C library is wrapped in one place")
  func wrappers() throws {
    let shims = try Manifest.targets().filter(\.isShim).map(\.name)
    let users = try Manifest.targets().flatMap { target in
      target.dependencies.filter(shims.contains)
        .filter { HousePlan.wrappers[$0]?.contains(target.name) != true }
        .map { "\(target) on \($0)" }
    }

    #expect(users == [])
  }

  @Test("Core knows nothing of ours, and the proxy's policy knows only Core")
  func foundations() throws {
    let targets = try Manifest.targets()

    #expect(targets.first { $0.name == "EngineCore" }?.dependencies == [])
    #expect(targets.first { $0.name == "EngineProxyPolicy" }?.dependencies == ["EngineCore"])
  }

  @Test("Foundation comes in through one file of Core")
  func oneDoorForFoundation() throws {
    let files = try SourceTree.files(below: "Sources") + SourceTree.files(below: "Tests")

    let importers = files.filter { $0.imports.contains { $0.hasPrefix("Foundation") } }

    #expect(importers.map(\.path) == ["Sources/Engine/Core/Essentials.swift"])
    #expect(importers.first?.imports == ["FoundationEssentials", "Foundation"])
  }

  @Test("no type has the name of a module")
  func moduleNames() throws {
    let modules = Set(try Manifest.targets().map { $0.name + ".swift" })

    let shadows = try SourceTree.files(below: "Sources").filter { modules.contains($0.name) }

    #expect(shadows.map(\.path) == [])
  }
}
