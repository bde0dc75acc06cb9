import EngineCore
import EnginePlatform
import Testing

@Suite("Settings files that are wrong")
struct InvalidConfigTests {
  static let folder = FilePath(#filePath).parent / "InvalidConfigs"

  static let names = (try? DiskFileSystem().list(folder)) ?? []

  @Test("the folder of wrong files is there")
  func folderIsThere() {
    #expect(Self.names.count >= 30)
  }

  @Test("each wrong file gets the one sentence its first line promises", arguments: names)
  func sentence(name: String) throws {
    let text = Array(try DiskFileSystem().read(Self.folder / name))
    let firstLine = String(decoding: text, as: UTF8.self).prefix { $0 != "\n" }
    let promise = String(firstLine.replacing("// expect: ", with: ""))

    let error = #expect(throws: SettingsError.self) { try SettingsFile(text, path: "config.json") }

    #expect(error?.message == promise)
    #expect(error?.remedy == "Fix it: swop config edit")
    #expect(error?.outcome == .failed)
  }
}
