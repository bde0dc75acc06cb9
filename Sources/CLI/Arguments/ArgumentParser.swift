import EngineCore

/// Understands a command line by the catalogue of commands.
///
/// Options may stand before or behind words, `--` ends them. A command whose rest belongs to another
/// program (`swop codex`) ends its own options at the first word that it does not own.
struct ArgumentParser {
  /// Whether `--json` was seen; an error has to be told in JSON even when the line is wrong.
  private(set) var wantsJSON = false

  private let arguments: [Argument]
  private var next = 0
  private var command: CommandDefinition
  private var path: [String] = []
  private var options: [String: String] = [:]
  private var words: [String] = []
  private var rest: [Argument] = []

  /// A parser for a command line without the program's name.
  init(_ arguments: [Argument], root: CommandDefinition) {
    self.arguments = arguments
    command = root
  }

  /// Understands the line.
  ///
  /// - Throws: `UsageError` with what to do instead.
  mutating func parse() throws(UsageError) -> ParsedCommand {
    var failure: UsageError?
    while next < arguments.count, rest.isEmpty {
      do {
        try step()
      } catch {
        // Help that was asked for is given whatever else is wrong, so reading goes on.
        failure = failure ?? error
      }
    }
    if options["help"] == nil {
      if let failure { throw failure }
      descendToDefault()
      return try finished(placed())
    }
    return finished([:])
  }

  private mutating func step() throws(UsageError) {
    let argument = arguments[next]
    guard let word = String(validating: argument.bytes, as: UTF8.self) else {
      if takesRest(from: next) { return }
      next += 1
      throw .notText(number: next)
    }
    if word == "--" {
      next += 1
      takeEverythingElse()
    } else if word.hasPrefix("--") {
      try takeLong(word)
    } else if word.hasPrefix("-") && word != "-" {
      try takeShort(word)
    } else {
      try takeWord(word)
    }
  }

  // MARK: - Words

  private mutating func takeWord(_ word: String) throws(UsageError) {
    if takesRest(from: next) { return }
    next += 1
    guard !command.subcommands.isEmpty else {
      words.append(word)
      return
    }
    if let subcommand = command.subcommand(named: word) {
      enter(subcommand)
      return
    }
    let names = command.shownSubcommands.flatMap { [$0.name] + $0.aliases }
    throw .unknownCommand(word: word, path: path, nearest: NearestName.of(word, in: names))
  }

  private mutating func enter(_ subcommand: CommandDefinition) {
    command = subcommand
    path.append(subcommand.name)
  }

  private mutating func takeEverythingElse() {
    let remaining = arguments[next...]
    next = arguments.count
    if command.restName != nil {
      rest = Array(remaining)
    } else {
      words += remaining.map(\.description)
    }
  }

  /// Hands the rest of the line over if it belongs to another program from here on.
  private mutating func takesRest(from index: Int) -> Bool {
    guard command.restName != nil, words.count >= command.positionals.count else { return false }
    rest = Array(arguments[index...])
    next = arguments.count
    return true
  }

  private mutating func descendToDefault() {
    while command.action == nil, let name = command.defaultSubcommand,
      let subcommand = command.subcommand(named: name)
    {
      enter(subcommand)
    }
  }

  // MARK: - Options

  private mutating func takeLong(_ word: String) throws(UsageError) {
    let parts = word.dropFirst(2).split(
      separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let option = command.allOptions.first(where: { $0.name == name }) else {
      if takesRest(from: next) { return }
      next += 1
      throw unknown("--" + name)
    }
    next += 1
    try take(option, inline: parts.count > 1 ? String(parts[1]) : nil)
  }

  private mutating func takeShort(_ word: String) throws(UsageError) {
    var letters = word.dropFirst()
    let owned = letters.first.flatMap { option(lettered: $0) } != nil
    if !owned, takesRest(from: next) { return }
    next += 1
    while let letter = letters.popFirst() {
      guard let option = option(lettered: letter) else { throw unknown("-\(letter)") }
      guard case .none = option.value else {
        try take(option, inline: letters.isEmpty ? nil : String(letters))
        return
      }
      try take(option, inline: nil)
    }
  }

  private func option(lettered letter: Character) -> OptionDefinition? {
    command.allOptions.first { $0.letter == letter }
  }

  private mutating func take(
    _ option: OptionDefinition, inline: String?
  ) throws(UsageError) {
    let value = try value(of: option, inline: inline)
    if option.name == "json" || option == .output && value == "json" { wantsJSON = true }
    if let choices = option.choices, !choices.contains(value),
      !(inline == nil && isOptional(option))
    {
      throw .wrongValue(option: option.flag, value: value, choices: choices, path: path)
    }
    let isFlag = option.value == .none
    if options.updateValue(value, forKey: option.name) != nil, !isFlag {
      throw .repeated(option: option.flag, path: path)
    }
  }

  private mutating func value(
    of option: OptionDefinition, inline: String?
  ) throws(UsageError) -> String {
    switch option.value {
    case .none:
      guard inline == nil else { throw .needlessValue(option: option.flag, path: path) }
      return ""
    case .optional:
      return inline ?? ""
    case .required(let name):
      if let inline { return inline }
      guard next < arguments.count, arguments[next] != "--" else {
        throw .missingValue(option: option.flag, value: name, path: path)
      }
      guard let value = String(validating: arguments[next].bytes, as: UTF8.self) else {
        next += 1
        throw .notText(number: next)
      }
      next += 1
      return value
    }
  }

  private func isOptional(_ option: OptionDefinition) -> Bool {
    if case .optional = option.value { true } else { false }
  }

  private func unknown(_ word: String) -> UsageError {
    let known = command.allOptions.map(\.flag)
    return .unknownOption(word: word, path: path, nearest: NearestName.of(word, in: known))
  }

  // MARK: - Places

  /// The words by the names of their places.
  private func placed() throws(UsageError) -> [String: [String]] {
    var remaining = words[...]
    var result: [String: [String]] = [:]
    for positional in command.positionals {
      let taken = remaining.prefix(positional.maximum ?? remaining.count)
      guard taken.count >= positional.minimum else {
        throw .missing(name: positional.name, path: path)
      }
      if !taken.isEmpty { result[positional.name] = Array(taken) }
      remaining = remaining.dropFirst(taken.count)
    }
    if let word = remaining.first { throw .needless(word: word, path: path) }
    return result
  }

  private func finished(_ words: [String: [String]]) -> ParsedCommand {
    ParsedCommand(definition: command, path: path, options: options, words: words, rest: rest)
  }
}

/// A command line that was understood.
struct ParsedCommand: Sendable {
  /// The command.
  var definition: CommandDefinition
  /// The names that lead to it, without `swop`.
  var path: [String]
  /// The values of the options that were given, by long name; a flag has an empty one.
  var options: [String: String]
  /// The words it was given, by the name of their place.
  var words: [String: [String]]
  /// What belongs to another program, byte for byte.
  var rest: [Argument]

  /// Whether its help is wanted instead.
  var wantsHelp: Bool { options["help"] != nil }

  /// Whether a flag or option was given.
  func has(_ option: String) -> Bool { options[option] != nil }

  /// The word at a place, nil if there is none.
  func word(_ name: String) -> String? { words[name]?.first }
}
