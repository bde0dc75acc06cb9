import EngineKernel
import Testing

@Suite("Walls between the targets")
struct ImportTests {
  @Test("every file imports only what its target may import", arguments: HousePlan.rooms)
  func imports(room: HousePlan.Room) throws {
    let strangers = try SourceTree.files(below: room.folder).flatMap { file in
      file.imports.filter { !room.mayImport.contains($0) && !isStandardLibrary($0) }
        .map { "\(file.path) imports \($0)" }
    }

    #expect(strangers == [])
  }

  @Test("every file of Sources belongs to a target of the house plan")
  func everyFileHasARoom() throws {
    let folders = HousePlan.rooms.map { $0.folder + "/" }

    let homeless = try SourceTree.files(below: "Sources").map(\.path).filter { path in
      !folders.contains { path.hasPrefix($0) }
    }

    #expect(homeless == [])
  }

  @Test("Foundation comes in through one file of the Kernel")
  func oneDoorForFoundation() throws {
    let files = try SourceTree.files(below: "Sources") + SourceTree.files(below: "Tests")

    let importers = files.filter { $0.imports.contains { $0.hasPrefix("Foundation") } }

    #expect(importers.map(\.path) == ["Sources/Engine/Kernel/Essentials.swift"])
    #expect(importers.first?.imports == ["FoundationEssentials", "Foundation"])
  }

  @Test("each C shim is imported by the targets that wrap it and by no other")
  func shims() throws {
    var importers: [String: Set<String>] = [:]
    for room in HousePlan.rooms {
      for file in try SourceTree.files(below: room.folder) {
        for module in file.imports where HousePlan.shims.contains(module) {
          importers[module, default: []].insert(room.target)
        }
      }
    }

    #expect(importers["CCurl", default: []].isSubset(of: ["EngineHTTP"]))
    #expect(importers["CSQLite", default: []].isSubset(of: ["EngineStore"]))
    #expect(importers["CSystem", default: []].isSubset(of: ["EngineSystem", "EngineHTTP"]))
  }

  @Test("the manifest declares exactly the targets of the house plan")
  func manifest() throws {
    let declared = try Set(manifestTargets())

    let planned = Set(HousePlan.rooms.map(\.target)).union(HousePlan.shims)

    #expect(declared == planned)
  }

  private func isStandardLibrary(_ module: String) -> Bool {
    ["Swift", "RegexBuilder"].contains(module)
  }

  /// The targets under `Sources` that Package.swift names.
  private func manifestTargets() throws -> [String] {
    let text = try SourceTree.lines(of: "Package.swift").joined(separator: " ")
    let engine = text.matches(of: /[ \[]engine\("(\w+)"/).map { "Engine" + $0.1 }
    let plain = text.matches(of: /\(\s*name: "([\w-]+)",[^()]*path: "Sources\//).map {
      String($0.1)
    }
    return engine + plain
  }
}
