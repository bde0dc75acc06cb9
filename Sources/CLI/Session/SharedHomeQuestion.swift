import Engine
import EngineCore

extension Invocation {
  /// Agrees with the person on the folder that accounts share, before a command uses it.
  ///
  /// The first `CODEX_HOME` is taken over as the setting `codex.home`; a later change is asked about.
  ///
  /// - Throws: `SharedHomeError.changed` if no terminal is there to ask on; nothing was changed then.
  func settleSharedHome() async throws {
    let settings = try settings().settings
    guard settings.isolation == .relaxed, let choice = try sharedHomeChoice() else { return }
    switch choice.standing {
    case .settled:
      try requireUsable(choice.current)
      if let passedOver = choice.passedOver {
        note(
          "swop: CODEX_HOME is \(PrintableText.sanitized(passedOver.text)), which does not exist: accounts "
            + "share \(PrintableText.sanitized(choice.current.text)).")
      }
    case .new(let home):
      try requireUsable(choice.wanted)
      try await remember(home)
      guard let home else { return }
      try choice.noteAdoption(of: home)
      note(
        "swop: CODEX_HOME is set: accounts share \(PrintableText.sanitized(home.text)). "
          + "Remembered as the setting codex.home.")
    case .changed(let named):
      let error = SharedHomeError.changed(
        named: named, current: choice.current, usual: choice.wanted)
      guard environment.canAsk, !isJSON else { throw error }
      note("swop: \(PrintableText.sanitized(error.message))")
      let wanted = PrintableText.sanitized(choice.wanted.text)
      environment.errors.write("Share \(wanted) from now on? [y]es, [N]o: ")
      guard let answer = environment.input.readLine() else { throw error }
      if ["y", "yes"].contains(answer.lowercased().filter { $0 != " " }) {
        try requireUsable(choice.wanted)
        try await remember(choice.wanted)
        try sharedHomeChoice()?.noteChoice(of: choice.wanted)
      } else {
        try choice.noteChoice(of: choice.current)
      }
    }
  }

  /// Notes that a person changed the setting `codex.home`.
  func noteSharedHomeChoice() throws {
    guard let choice = try sharedHomeChoice() else { return }
    try choice.noteChoice(of: choice.current)
  }

  /// Refuses a folder that cannot be shared before anything is made.
  private func requireUsable(_ home: FilePath) throws {
    if let fault = SandboxError.fault(ofSharedHome: home, files: environment.files) { throw fault }
  }

  private func remember(_ home: FilePath?) async throws {
    let store = try environment.settingsStore()
    if let home {
      try await store.set(.text(home.text), named: "codex.home")
    } else {
      try await store.remove(named: "codex.home")
    }
  }

  /// Nil without a home folder: every command says so by itself.
  private func sharedHomeChoice() throws -> SharedHomeChoice? {
    guard let home = environment.userHome() else { return nil }
    let setting = try settings().settings.codexHome
    let layout = SandboxLayout(
      root: try environment.settingsStore().path.parent,
      sharedHome: setting ?? home / ".codex", userHome: home)
    return SharedHomeChoice(
      layout: layout, setting: setting, environment: environment.variables,
      folder: environment.folder, files: environment.files)
  }
}

/// The folder that accounts share is not settled.
enum SharedHomeError: EngineError, Hashable {
  /// `CODEX_HOME` says something else than before; `named` is nil when it is not set any more, `usual` is
  /// what would be shared then.
  case changed(named: FilePath?, current: FilePath, usual: FilePath)

  var code: String { "shared_home_changed" }

  var message: String {
    switch self {
    case .changed(let named?, let current, _):
      "CODEX_HOME is \(Self.shown(named)), but the accounts share \(Self.shown(current)); nothing was changed."
    case .changed(nil, let current, _):
      "CODEX_HOME is not set, but the accounts share \(Self.shown(current)), which it named before; nothing "
        + "was changed."
    }
  }

  var remedy: String? {
    switch self {
    case .changed(_, let current, let wanted):
      "To share the new folder: swop config set codex.home \(Self.quoted(wanted)). To stay with the old one: "
        + "swop config set codex.home \(Self.quoted(current))"
    }
  }

  private static func shown(_ path: FilePath) -> String { PrintableText.sanitized(path.text) }

  private static func quoted(_ path: FilePath) -> String { ShellWord.quoted(shown(path)) }
}
