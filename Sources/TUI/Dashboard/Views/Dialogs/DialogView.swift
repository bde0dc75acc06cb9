import EngineCore
import TUIKit

/// The dialog on top of the screen.
enum DialogView {
  static func draw(_ canvas: inout Canvas, _ dialog: Dialog, _ context: ViewContext) {
    switch dialog {
    case .delete(let question): DeleteDialogView.draw(&canvas, question, context)
    case .signIn(let signIn): SignInDialogView.draw(&canvas, signIn, context)
    case .add(let input): LabelDialogView.draw(&canvas, adding: input, context)
    case .rename(let question): LabelDialogView.draw(&canvas, renaming: question, context)
    case .importing(let question): ImportDialogView.draw(&canvas, question, context)
    case .runOptions(let options): RunOptionsView.draw(&canvas, options, context)
    case .why(let why): WhyDialogView.draw(&canvas, why, context)
    case .quit(let question): QuitDialogView.draw(&canvas, question, context)
    case .stoppedRun(let question): QuitDialogView.draw(&canvas, stopped: question, context)
    case .help(let list): CommandListView.draw(&canvas, list, isPalette: false, context)
    case .palette(let list): CommandListView.draw(&canvas, list, isPalette: true, context)
    case .fault(let fault): FaultDialogView.draw(&canvas, fault, context)
    }
  }

  /// Columns a dialog's lines may take.
  static func room(_ canvas: Canvas, _ wanted: Int) -> Int {
    max(10, min(wanted, canvas.area.columns - 6))
  }
}
