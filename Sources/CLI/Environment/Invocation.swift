import Engine
import EngineCore

/// One use of a command: what was asked, and the world around it.
package struct Invocation: Sendable {
  /// What was asked.
  let command: ParsedCommand
  /// The world.
  let environment: CLIEnvironment
  /// Every command there is, for help and completions.
  let root: CommandDefinition
  /// How standard output looks.
  let screen: Screen
  /// How standard error looks.
  let errorScreen: Screen
  /// Whether only its owner can change what is in swop's folder; nothing in it is obeyed otherwise.
  let isRootTrusted: Bool
  private let engines = OpenedEngines()

  /// A use of its parts.
  init(
    command: ParsedCommand, environment: CLIEnvironment, root: CommandDefinition,
    isRootTrusted: Bool = true
  ) {
    self.command = command
    self.environment = environment
    self.root = root
    self.isRootTrusted = isRootTrusted
    // A broken settings file is told where its values are needed; colour can do without.
    let file = isRootTrusted ? try? environment.settingsStore().load() : nil
    let resolution = try? SettingsResolution(
      file: file ?? .empty, environment: ProcessEnvironment())
    let wish = resolution?.settings.color ?? .auto
    let flag = command.options["color"]
    screen = Screen(for: environment.output, in: environment, flag: flag, setting: wish)
    errorScreen = Screen(for: environment.errors, in: environment, flag: flag, setting: wish)
  }

  /// Whether scripts read the output.
  var isJSON: Bool {
    let hasForm = command.definition.options.contains(.output)
    return command.has("json") || hasForm && command.options["output"] == "json"
  }

  /// The word at a place that the parser has made sure of.
  func required(_ name: String) -> String { command.word(name) ?? "" }

  /// The settings that hold.
  ///
  /// - Throws: `SettingsError` for a broken file or a wrong variable.
  func settings() throws -> SettingsResolution {
    try SettingsResolution(
      file: isRootTrusted ? environment.settingsStore().load() : .empty,
      environment: environment.variables, home: environment.userHome())
  }

  /// The engine.
  func fleet() async throws -> any FleetDoor {
    let fleet = try await environment.makeFleet(settings().settings)
    engines.add(fleet)
    return fleet
  }

  /// Waits for what the engine must not be cut off from when the process ends.
  func finish() async {
    for fleet in engines.all { await fleet.finish() }
  }

  // MARK: - Output

  /// Ends a command that prints again and again, or that must not go on unread.
  ///
  /// - Throws: `OutputError` if something printed so far was lost.
  func requireOutput() throws(OutputError) {
    if let failure = environment.output.failure() { throw failure }
  }

  /// Prints a line for people on standard output.
  func say(_ line: String) {
    environment.output.write(screen.glyphs.shown(line) + "\n")
  }

  /// Prints lines for people on standard output.
  func say(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    environment.output.write(lines.map { screen.glyphs.shown($0) + "\n" }.joined())
  }

  /// Prints a line for people on standard error.
  func note(_ line: String) {
    environment.errors.write(errorScreen.glyphs.shown(line) + "\n")
  }

  /// Prints the one object for scripts.
  func print(_ json: OrderedJSON) {
    environment.output.write(json.line + "\n")
  }

  /// Prints the object if scripts read, else the line.
  func conclude(_ line: String, _ json: @autoclosure () -> OrderedJSON) {
    if isJSON { print(json()) } else { say(line) }
  }
}

/// What ended a race between an operation and Ctrl-C.
private enum Finish<Value: Sendable>: Sendable {
  case done(Value)
  case interrupted
  case stopped
}

extension Invocation {
  /// Runs an operation that Ctrl-C, TERM and HUP cancel.
  ///
  /// - Returns: What the operation returned. If it was done in spite of the wish to end, that counts.
  /// - Throws: `Interrupted` once the cancelled operation has put things right; what it throws otherwise.
  func interruptible<Value: Sendable>(
    _ operation: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let wait = environment.waitForInterrupt
    return try await withThrowingTaskGroup(of: Finish<Value>.self) { group in
      group.addTask { .done(try await operation()) }
      group.addTask { await wait() ? .interrupted : .stopped }
      var wasInterrupted = false
      do {
        for try await finish in group {
          switch finish {
          case .done(let value):
            group.cancelAll()
            return value
          case .interrupted:
            wasInterrupted = true
            group.cancelAll()
          case .stopped: break
          }
        }
      } catch {
        group.cancelAll()
        throw wasInterrupted ? Interrupted() : error
      }
      throw Interrupted()
    }
  }
}

/// The user, or the system, wished the command to end.
struct Interrupted: Error, Sendable {
  /// The only one there is.
  init() {}
}
