import EngineCore
package import TUIKit

/// The whole screen: a pure function of the state.
package enum DashboardView {
  /// Draws a state in a window of a size. Where only the cursor moved in the list since the `last` picture,
  /// what does not depend on it is taken from there: that is the key that is pressed most, and held down.
  package static func draw(
    _ state: DashboardState, _ size: Size, after last: Drawn<DashboardState>? = nil
  ) -> Drawn<DashboardState> {
    if let last, size == state.size, let moved = last.state.moved(to: state) {
      var canvas = Canvas(over: last.frame)
      let context = ViewContext(moved)
      MainView.drawChoice(&canvas, context, after: last.state.accounts)
      return Drawn(moved, finished(canvas, context))
    }
    var state = state
    state.size = size
    return Drawn(state, frame(of: state, size: size))
  }

  /// The frame of a state in a window of a size.
  package static func frame(of state: DashboardState, size: Size) -> Frame {
    var state = state
    state.size = size
    var canvas = Canvas(size)
    let context = ViewContext(state)
    if state.isTooSmall {
      TooSmallView.draw(&canvas, context)
      return canvas.frame
    }
    if let panel = state.panel {
      PanelView.draw(&canvas, panel, context)
    } else if state.accounts.entries.isEmpty {
      EmptyView.draw(&canvas, context)
    } else if state.isExpanded {
      ExpandedView.draw(&canvas, context)
    } else {
      MainView.draw(&canvas, context)
    }
    if let dialog = state.dialog {
      canvas.restyle(canvas.area) { character, style in
        style = Style(behindDialog(character, style.role))
      }
      DialogView.draw(&canvas, dialog, context)
    }
    return finished(canvas, context)
  }

  private static func finished(_ canvas: Canvas, _ context: ViewContext) -> Frame {
    context.glyphs == .ascii ? canvas.frame.inASCII : canvas.frame
  }

  /// What lies behind a dialog takes no keys, and shows it; bars, charts and lines most, as they fill cells.
  private static func behindDialog(_ character: Character, _ role: ThemeRole) -> ThemeRole {
    switch role {
    case .barHigh, .barCaution, .barDanger, .chart, .track, .rule:
      character.isNumber || character == "%" || character == "~" ? .muted : .track
    default: .muted
    }
  }
}
