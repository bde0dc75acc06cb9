import TUIKit

/// Neighbouring cells of one style, as the C side takes them.
struct CellRun {
  private(set) var scalars: [UInt32] = []
  private(set) var counts: [UInt8] = []
  private(set) var widths: [UInt8] = []

  /// Adds a cell; what a wide character covers is drawn with it.
  mutating func append(_ cell: Cell) {
    guard !cell.isCovered else { return }
    let before = scalars.count
    cell.text.forEachScalar { scalars.append($0) }
    counts.append(UInt8(scalars.count - before))
    widths.append(cell.width)
  }

  /// Forgets the cells and keeps the room.
  mutating func clear() {
    scalars.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
    widths.removeAll(keepingCapacity: true)
  }

  /// Hands out the parts.
  func withPointers(
    _ body: (UnsafePointer<UInt32>?, UnsafePointer<UInt8>?, UnsafePointer<UInt8>?) -> Void
  ) {
    scalars.withUnsafeBufferPointer { scalars in
      counts.withUnsafeBufferPointer { counts in
        widths.withUnsafeBufferPointer { widths in
          body(scalars.baseAddress, counts.baseAddress, widths.baseAddress)
        }
      }
    }
  }
}
