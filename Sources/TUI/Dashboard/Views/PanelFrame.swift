import TUIKit

/// The areas of a screen that shows one thing: the header, a rule, the thing, the keys.
struct PanelFrame {
  let header: Rect
  let rule: Rect
  let body: Rect
  let hints: Rect

  init(_ area: Rect) {
    let top = area.split(top: 1)
    let rest = top.rest.split(top: 1)
    let bottom = rest.rest.split(bottom: 1)
    header = top.top
    rule = rest.top
    body = bottom.rest
    hints = bottom.bottom
  }
}
