import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import Engine

@Suite("Imports that were cut short")
struct InterruptedImportTests {
  private let at: AccountsFixture
  private let note = ImportNote(
    label: nil, name: "work", email: nil, isEnabled: true, source: "/old.json", origin: "opencode",
    tokenDigest: "digest")

  init() throws { at = try AccountsFixture() }

  @Test(
    "a session that was bought is kept, whatever name its file has by then",
    arguments: ["auth.json", ".swop-0123456789abcdef.tmp"])
  func kept(name: String) async throws {
    let staging = try await left(name, #"{"tokens":{}}"#)

    let removed = try await at.store().cleanLeftovers()
    let notes = try await at.store().interruptedImportNotes()
    let found = try await at.store().interruptedImports()

    #expect(removed == [])
    #expect(notes == [note])
    #expect(found.map(\.note) == [note])
    #expect(found.map(\.staging.id) == [staging.id])
    #expect(
      String(decoding: try at.disk.read(staging.sandbox.signInFile), as: UTF8.self)
        == #"{"tokens":{}}"#)
  }

  @Test(
    "a place without a whole session is cleaned up",
    arguments: [("auth.json", ""), (".swop-0123456789abcdef.tmp", #"{"tokens":"#), ("x", "{}")])
  func removed(name: String, text: String) async throws {
    let staging = try await left(name, text)

    let removed = try await at.store().cleanLeftovers()

    #expect(removed == [staging.sandbox.path])
    #expect(try await at.store().interruptedImports().isEmpty)
  }

  @Test("an import in progress belongs to its process")
  func busy() async throws {
    let store = at.store()
    let staging = try await store.beginStaging()
    try await store.prepareImport(note, in: staging)
    try at.write(staging.sandbox.signInFile, "{}")

    #expect(try await at.store().interruptedImports().isEmpty)
    #expect(try await at.store().interruptedImportNotes() == [])
    #expect(try await at.store().cleanLeftovers() == [])
  }

  /// A place as a process leaves it that dies with a file in it.
  private func left(_ name: String, _ text: String) async throws -> Staging {
    let store = at.store()
    let staging = try await store.beginStaging()
    try await store.prepareImport(note, in: staging)
    try at.write(staging.sandbox.codexHome / name, text)
    await store.leave(staging)
    return staging
  }
}
