import EngineKernel
import TUIKit

/// A frame as a picture: SVG, every character at its place, blocks as rectangles so that they join.
struct FramePicture {
  let frame: Frame
  let look: Look

  private static let cell = (width: 9, height: 19)
  private static let margin = 12
  private static let ground = "#12161C"
  private static let ink = "#D5DBE3"

  /// The picture.
  var svg: String {
    let width = frame.size.columns * Self.cell.width + 2 * Self.margin
    let height = frame.size.rows * Self.cell.height + 2 * Self.margin
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(width) \#(height)" "#
        + #"width="\#(width)" height="\#(height)" font-family="DejaVu Sans Mono, Menlo, Consolas, "#
        + #"monospace" font-size="15" xml:space="preserve">"#,
      #"<rect width="\#(width)" height="\#(height)" rx="8" fill="\#(Self.ground)"/>"#,
    ]
    for row in 0..<frame.size.rows { lines += self.row(row) }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private func row(_ row: Int) -> [String] {
    var lines: [String] = []
    var column = 0
    while column < frame.size.columns {
      let end = runEnd(from: column, row: row)
      let style = look.style(frame[column, row].style)
      let isReversed = style.attributes.contains(.reverse)
      let ink = color(style.foreground, Self.ink)
      let ground = color(style.background, Self.ground)
      if isReversed || ground != Self.ground {
        lines.append(rect(column, row, columns: end - column, fill: isReversed ? ink : ground))
      }
      lines += drawn(column..<end, row, fill: isReversed ? ground : ink, style.attributes)
      column = end
    }
    return lines
  }

  /// Where cells of one style, and of one kind of drawing, end.
  private func runEnd(from start: Int, row: Int) -> Int {
    let first = frame[start, row]
    var end = start + max(1, Int(first.width))
    while end < frame.size.columns, frame[end, row].style == first.style,
      Self.isBlock(frame[end, row].character) == Self.isBlock(first.character)
    { end += max(1, Int(frame[end, row].width)) }
    return min(end, frame.size.columns)
  }

  private func drawn(
    _ columns: Range<Int>, _ row: Int, fill: String, _ attributes: TextAttributes
  ) -> [String] {
    let cells = columns.map { frame[$0, row] }.filter { !$0.isCovered }
    let text = String(cells.map(\.character))
    guard text.contains(where: { $0 != " " }) else { return [] }
    if cells.contains(where: { Self.isBlock($0.character) }) {
      return columns.compactMap { block(frame[$0, row].character, $0, row, fill: fill) }
    }
    let weight = attributes.contains(.bold) ? #" font-weight="bold""# : ""
    let line = attributes.contains(.underline) ? #" text-decoration="underline""# : ""
    let dim = attributes.contains(.dim) ? #" opacity="0.6""# : ""
    let x = Self.margin + columns.lowerBound * Self.cell.width
    let y = Self.margin + row * Self.cell.height + 14
    let length = columns.count * Self.cell.width
    return [
      #"<text x="\#(x)" y="\#(y)" textLength="\#(length)" lengthAdjust="spacingAndGlyphs" "#
        + #"fill="\#(fill)"\#(weight)\#(line)\#(dim)>\#(Self.escaped(text))</text>"#
    ]
  }

  /// Characters that are areas: blocks, shades, lines.
  private static func isBlock(_ character: Character) -> Bool {
    "▁▂▃▄▅▆▇█▌░┃─│".contains(character)
  }

  private func block(_ character: Character, _ column: Int, _ row: Int, fill: String) -> String? {
    let (width, height) = Self.cell
    let x = Double(Self.margin + column * width)
    let y = Double(Self.margin + row * height)
    func area(_ left: Double, _ top: Double, _ across: Double, _ down: Double, _ more: String = "")
      -> String
    {
      #"<rect x="\#(x + left)" y="\#(y + top)" width="\#(across)" height="\#(down)" fill="\#(fill)"\#(more)/>"#
    }
    let (wide, high) = (Double(width), Double(height))
    if character == "█" { return area(0, 0, wide, high) }
    if let index = Array("▁▂▃▄▅▆▇").firstIndex(of: character) {
      let part = high * Double(index + 1) / 8
      return area(0, high - part, wide, part)
    }
    switch character {
    case "▌": return area(0, 0, wide / 2, high)
    case "░": return area(0, 0, wide, high, #" opacity="0.45""#)
    case "┃": return area(3, 0, 3, high)
    case "─": return area(0, 9, wide, 1)
    case "│": return area(4, 0, 1, high)
    default: return nil
    }
  }

  private func rect(_ column: Int, _ row: Int, columns: Int, fill: String) -> String {
    let (width, height) = Self.cell
    return #"<rect x="\#(Self.margin + column * width)" y="\#(Self.margin + row * height)" "#
      + #"width="\#(columns * width)" height="\#(height)" fill="\#(fill)"/>"#
  }

  private func color(_ color: ThemeColor, _ standard: String) -> String {
    switch color {
    case .standard: return standard
    case .index(let index): return hexadecimal(ColorQuantizer.table(index))
    case .rgb(let rgb): return hexadecimal(rgb)
    }
  }

  private func hexadecimal(_ color: RGB) -> String {
    let parts = [color.red, color.green, color.blue].map { part in
      let digits = String(part, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }
    return "#" + parts.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
