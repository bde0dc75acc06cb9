import EngineCore
import TUIKit

extension Frame {
  /// Itself with every character that is not ASCII replaced by one that is, in as many cells: labels may
  /// hold anything, and a terminal without UTF-8 shows none of it.
  var inASCII: Frame {
    var frame = self
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        let cell = frame[column, row]
        guard !cell.text.isASCII || cell.isCovered else { continue }
        let text = GlyphSet.ascii.shown(String(cell.character))
        let isOne = text.utf8.count == 1 && !cell.isCovered
        let character: Character = isOne ? text.first ?? "?" : "?"
        frame[column, row] = Cell(CellText(character), style: cell.style)
      }
    }
    return frame
  }
}
