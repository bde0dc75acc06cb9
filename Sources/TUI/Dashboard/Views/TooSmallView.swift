import EngineCore
import TUIKit

/// A window that shows nothing but that it is too small.
enum TooSmallView {
  static func draw(_ canvas: inout Canvas, _ context: ViewContext) {
    let size = context.state.size
    let minimum = Density.minimum
    let lines = [
      StyledLine(" swop needs \(minimum.columns)x\(minimum.rows)", .title),
      StyledLine(" this window is \(size.columns)x\(size.rows)"),
      StyledLine(),
      StyledLine(" \(context.way(to: .quit))", .key) + StyledLine(" quit", .muted),
    ]
    let shown = size.rows >= 4 ? lines : [lines[0], lines[3]]
    for (row, line) in shown.enumerated() {
      canvas.line(line, in: canvas.area, row: row, context.glyphs)
    }
  }
}
