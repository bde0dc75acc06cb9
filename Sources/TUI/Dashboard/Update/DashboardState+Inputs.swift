import Engine
import EngineCore
import TUIKit

// Dialogs that ask for words: add, rename, import.
extension DashboardState {
  mutating func press(_ stroke: KeyStroke, in input: LabelDialog) -> [DashboardEffect] {
    if isWayOut(stroke) {
      closeDialog()
      return []
    }
    var input = input
    guard stroke == KeyStroke(.enter) else {
      if input.label.edit(stroke) {
        input.complaint = nil
        dialog = .add(input)
      }
      return []
    }
    input.complaint = complaint(about: input.label.text, except: nil)
    dialog = .add(input)
    guard input.complaint == nil else { return [] }
    return beginSignIn(.adding(label: input.label.text), label: input.label.text)
  }

  mutating func press(_ stroke: KeyStroke, in question: RenameDialog) -> [DashboardEffect] {
    if isWayOut(stroke) {
      closeDialog()
      return []
    }
    var question = question
    guard stroke == KeyStroke(.enter) else {
      if question.input.label.edit(stroke) {
        question.input.complaint = nil
        dialog = .rename(question)
      }
      return []
    }
    let new = question.input.label.text
    question.input.complaint = complaint(about: new, except: question.account)
    dialog = .rename(question)
    guard question.input.complaint == nil else { return [] }
    closeDialog()
    guard new != question.oldLabel else { return [] }
    return [.act(.rename(question.account, from: question.oldLabel, to: new))]
  }

  mutating func press(_ stroke: KeyStroke, in question: ImportDialog) -> [DashboardEffect] {
    if isWayOut(stroke) {
      closeDialog()
      return []
    }
    var question = question
    switch stroke.key {
    case .tab, .up, .down: question.field = question.field == .path ? .label : .path
    case .enter:
      guard question.field == .label, !question.path.isEmpty else {
        question.field = question.path.isEmpty ? .path : .label
        dialog = .importing(question)
        return []
      }
      question.complaint = complaint(about: question.label.text, except: nil)
      dialog = .importing(question)
      guard question.complaint == nil else { return [] }
      closeDialog()
      let label = question.label.text
      progress = Progress("importing \(label)", startedAt: now)
      return [.act(.importing(path: question.path.text, label: label))]
    default: question.edit(stroke)
    }
    dialog = .importing(question)
    return []
  }

  /// What is wrong with a label, one sentence; nil if an account may have it.
  private func complaint(about text: String, except id: AccountID?) -> String? {
    do {
      let label = try Label(text)
      let holder = accounts.entries.first {
        $0.snapshot.account.label.folded == label.folded && $0.id != id
      }
      return holder.map { "There is an account called \($0.label) already." }
    } catch {
      return error.message
    }
  }
}

extension ImportDialog {
  /// Types text into the field that has the keys.
  mutating func insert(_ text: String) {
    switch field {
    case .path: path.insert(text)
    case .label: label.insert(text)
    }
  }

  mutating func edit(_ stroke: KeyStroke) {
    complaint = nil
    switch field {
    case .path: _ = path.edit(stroke)
    case .label: _ = label.edit(stroke)
    }
  }
}
