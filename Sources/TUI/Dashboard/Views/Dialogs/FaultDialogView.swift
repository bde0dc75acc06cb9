import EngineCore
import TUIKit

/// Something that cannot be mended here.
enum FaultDialogView {
  static func draw(_ canvas: inout Canvas, _ fault: FaultDialog, _ context: ViewContext) {
    let room = DialogView.room(canvas, 64)
    var lines = LineWrap.lines(fault.report.message, width: room).map { StyledLine($0) }
    if let remedy = fault.report.remedy {
      lines.append(StyledLine())
      lines += LineWrap.lines(remedy, width: room).map { StyledLine($0, .muted) }
    }
    DialogBox(
      title: "Something went wrong", lines: lines, choices: context.button("Close"),
      isDangerous: true, width: min(room, 40)
    ).draw(&canvas, context)
  }
}
