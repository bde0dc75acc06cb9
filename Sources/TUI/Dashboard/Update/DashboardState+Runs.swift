import EngineCore
import TUIKit

// Running codex: at once, with options, and what is shown when it has ended.
extension DashboardState {
  mutating func beginRun(_ command: DashboardCommand) -> [DashboardEffect] {
    guard let entry = selected else { return [] }
    guard command == .runOptions else {
      return [.startRun(RunOrder(account: entry.id, label: entry.label))]
    }
    open(
      .runOptions(
        RunOptionsDialog(account: entry.id, label: entry.label, directory: directory)))
    return [.listConversations(entry.id)]
  }

  mutating func press(
    _ stroke: KeyStroke, in options: RunOptionsDialog
  ) -> [DashboardEffect] {
    if options.picking != nil { return pick(stroke, in: options) }
    if isWayOut(stroke) {
      closeDialog()
      return []
    }
    var options = options
    switch stroke.key {
    case .enter where options.field != .conversation: return start(options)
    case .enter where options.field == .conversation,
      .right where options.field == .conversation:
      options.openPicker()
    case .up: options.field = options.field.moved(by: -1)
    case .down: options.field = options.field.moved(by: 1)
    case .tab: options.field = options.field.moved(by: stroke.modifiers == .shift ? -1 : 1)
    case .left where options.field == .rotation: options.rotation = options.rotation.moved(by: -1)
    case .right where options.field == .rotation,
      .character(" ") where options.field == .rotation:
      options.rotation = options.rotation.moved(by: 1)
    default: options.edit(stroke)
    }
    dialog = .runOptions(options)
    return []
  }

  /// Starts the run that the dialog describes.
  private mutating func start(_ options: RunOptionsDialog) -> [DashboardEffect] {
    var options = options
    guard let words = ShellWord.split(options.arguments.text) else {
      options.complaint = "A quote in the arguments is not closed."
      dialog = .runOptions(options)
      return []
    }
    let resumed = options.conversation.map { ["resume", $0.id] } ?? []
    let directory = options.directory.text
    closeDialog()
    if let entry = accounts[options.account],
      let reason = mode.isReadOnly ? "swop was started read-only" : runRefusal(entry)
    {
      tell(.note, reason)
      return []
    }
    return [
      .startRun(
        RunOrder(
          account: options.account, label: options.label,
          directory: directory.isEmpty ? nil : directory, arguments: resumed + words,
          rotation: options.rotation))
    ]
  }

  /// A key in the open list of conversations.
  private mutating func pick(
    _ stroke: KeyStroke, in options: RunOptionsDialog
  ) -> [DashboardEffect] {
    var options = options
    if let motion = motion(of: stroke) {
      moveInDialog(motion)
      return []
    }
    if isWayOut(stroke) {
      options.picking = nil
    } else if stroke == KeyStroke(.enter) {
      options.choose(row: options.picking ?? 0)
    }
    dialog = .runOptions(options)
    return []
  }

  /// The terminal is ours again, and is drawn whole by the code that lent it.
  mutating func comeBack(_ report: RunReport) {
    if accounts[report.account] != nil { select(report.account) }
    let succeeded = report.end == .exited(0)
    let expired =
      report.isExpired ? "; the session has expired" + offer(.accountRelogin, "signs in again") : ""
    let words = size.columns < 66 ? report.shortSentence : report.sentence
    toast = Toast(succeeded ? .good : .bad, "\(report.label)  \(words)\(expired)", at: now)
    // It stood on another screen: people need a while to find their way back.
    toast?.endsAt = now + 8
  }
}

extension RunOptionsDialog.Field {
  fileprivate func moved(by distance: Int) -> Self {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + distance + all.count) % all.count]
  }
}

extension RunOptionsDialog.Rotation {
  fileprivate func moved(by distance: Int) -> Self {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + distance + all.count) % all.count]
  }
}

extension RunOptionsDialog {
  /// Opens the list of conversations at the one that is chosen.
  fileprivate mutating func openPicker() {
    let place = conversation.flatMap { chosen in conversations?.firstIndex(of: chosen) }
    picking = place.map { $0 + 1 } ?? 0
  }

  /// Takes a row of the list: 0 is a new conversation. Codex goes on where the old one ran.
  mutating func choose(row: Int) {
    picking = nil
    guard row > 0, let conversations, conversations.indices.contains(row - 1) else {
      conversation = nil
      return
    }
    conversation = conversations[row - 1]
    directory = TextField(conversations[row - 1].directory)
  }

  /// Types text into the field that has the keys.
  mutating func insert(_ text: String) {
    switch field {
    case .directory: directory.insert(text)
    case .arguments: arguments.insert(text)
    case .conversation, .rotation: break
    }
  }

  fileprivate mutating func edit(_ stroke: KeyStroke) {
    complaint = nil
    switch field {
    case .directory: _ = directory.edit(stroke)
    case .arguments: _ = arguments.edit(stroke)
    case .conversation, .rotation: break
    }
  }
}
