import EngineCore

/// One thing that must hold for any input: a name, and a check that throws when it does not.
package struct FuzzCase: Sendable, CustomStringConvertible {
  /// The name on the command line and of its folder in `Corpus`.
  package let name: String
  /// Checks one input.
  package let check: @Sendable ([UInt8]) throws -> Void

  package var description: String { name }
}

extension FuzzCase {
  /// Every case there is, sorted by name.
  package static let all: [FuzzCase] = [
    arguments, auth, eventStream, http, json, labels, numbers, quota, settings, transfer,
    versions, webSocket,
  ]
}

/// A promise that an input broke.
package struct BrokenPromise: Error, CustomStringConvertible {
  /// The promise, as a sentence.
  package let description: String
}

/// Throws a broken promise unless `condition` holds.
func promise(_ sentence: String, _ condition: Bool) throws {
  if !condition { throw BrokenPromise(description: sentence) }
}

/// The input as text; what is no UTF-8 becomes replacement characters, as where programs read it.
func text(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self)
}

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
