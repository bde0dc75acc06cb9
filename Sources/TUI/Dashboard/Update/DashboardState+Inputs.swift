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
      return holder.map { "An account called \($0.label) already exists." }
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

// Lines of text outside dialogs: the filter, the log's search, a setting's value.
extension DashboardState {
  mutating func typeKey(_ stroke: KeyStroke) -> [DashboardEffect] {
    if accounts.isFiltering { return typeFilter(stroke) }
    if events.isSearching { return typeSearch(stroke) }
    return typeSetting(stroke)
  }

  private mutating func typeFilter(_ stroke: KeyStroke) -> [DashboardEffect] {
    switch stroke.key {
    case .enter: keepFilter()
    case .up: move(.rows(-1))
    case .down: move(.rows(1))
    default:
      if isWayOut(stroke) {
        clearFilter()
      } else if stroke == KeyStroke(.backspace), accounts.filter.isEmpty {
        accounts.isFiltering = false
      } else {
        if accounts.filter.edit(stroke) { accounts.followFilter() }
      }
    }
    return []
  }

  private mutating func typeSearch(_ stroke: KeyStroke) -> [DashboardEffect] {
    if isWayOut(stroke) {
      events.isSearching = false
      events.search = TextField()
    } else if stroke == KeyStroke(.enter) {
      keepSearch()
    } else {
      _ = events.search.edit(stroke)
    }
    return []
  }

  private mutating func typeSetting(_ stroke: KeyStroke) -> [DashboardEffect] {
    guard var edit = settings.edit else { return [] }
    if isWayOut(stroke) {
      settings.edit = nil
    } else if stroke == KeyStroke(.enter) {
      settings.edit = nil
      guard let setting = settings.selected else { return [] }
      return [.act(.changeSetting(setting.name, value: edit.text))]
    } else if edit.edit(stroke) {
      settings.edit = edit
    }
    return []
  }

  /// Pasted text goes into an input and nowhere else; it never acts as keys.
  mutating func type(_ pasted: String) -> [DashboardEffect] {
    let text = PrintableText.shortened(pasted, to: TextField.limit)
    guard !isTooSmall, !text.isEmpty else { return [] }
    if let dialog {
      guard isDialogSettled else { return [] }
      self.dialog = dialog.typing(text)
    } else if accounts.isFiltering {
      accounts.filter.insert(text)
      accounts.followFilter()
    } else if events.isSearching {
      events.search.insert(text)
    } else {
      settings.edit?.insert(text)
    }
    return []
  }
}

extension Dialog {
  /// The dialog with text typed into its input; as it was if it has none.
  fileprivate func typing(_ text: String) -> Dialog {
    switch self {
    case .add(var input):
      input.label.insert(text)
      return .add(input)
    case .rename(var question):
      question.input.label.insert(text)
      return .rename(question)
    case .importing(var question):
      question.insert(text)
      return .importing(question)
    case .runOptions(var options):
      options.insert(text)
      return .runOptions(options)
    case .help(var list) where list.isFiltering:
      list.filter.insert(text)
      return .help(list)
    case .palette(var list):
      list.filter.insert(text)
      list.row = 0
      return .palette(list)
    case .help, .delete, .signIn, .why, .quit, .stoppedRun, .fault: return self
    }
  }
}
