import EngineCore

/// What libFuzzer calls with every input. The case comes from `SWOP_FUZZ_CASE`.
@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  do {
    try Entry.chosen.check(bytes)
  } catch {
    fatalError("Broken promise: \(error)")
  }
  return 0
}

private enum Entry {
  static let chosen: FuzzCase = {
    let name = ProcessInfo.processInfo.environment["SWOP_FUZZ_CASE"] ?? ""
    guard let found = FuzzCase.all.first(where: { $0.name == name }) else {
      let names = FuzzCase.all.map(\.name).joined(separator: ", ")
      fatalError("SWOP_FUZZ_CASE names no case; known: \(names)")
    }
    return found
  }()
}
