import EngineCore
import TUIKit

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
