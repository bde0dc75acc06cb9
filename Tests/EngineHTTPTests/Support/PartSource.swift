import EngineCore

/// A body in parts.
actor PartSource {
  private var rest: Data
  private let size: Int

  init(_ data: Data, size: Int) {
    rest = data
    self.size = size
  }

  func next() -> [UInt8]? {
    guard !rest.isEmpty else { return nil }
    defer { rest = Data(rest.dropFirst(size)) }
    return Array(rest.prefix(size))
  }
}
