import EngineCore
import EngineStandin

/// What the tool is told to do.
struct StandinOptions: Hashable {
  static let help = """
    usage: swop-standin [--port N] [--accounts FILE | --sample] [--token-lifetime SECONDS]
                        [--until-stdin-closes] [--print-urls]
    Serves a stand-in of the ChatGPT backend and its sign-in server on two loopback ports, and prints one
    line of JSON with its addresses when it is ready. FILE is a JSON array of accounts.

    """

  /// The first port; 0 for the system's choice.
  private(set) var port: UInt16 = 0
  /// The file of the accounts, nil for none.
  private(set) var accountsFile: String?
  /// Whether the dashboard's sample accounts are set up.
  private(set) var usesSample = false
  /// Whether the end of the standard input ends the tool.
  private(set) var endsWithInput = false
  /// Whether the addresses are printed one a line, for people, after the JSON.
  private(set) var printsAddresses = false
  /// How the stand-in behaves.
  private(set) var settings = StandinSettings()

  /// Reads arguments; nil if they make no sense.
  init?(_ arguments: some Sequence<String>) {
    var rest = Array(arguments)[...]
    while let option = rest.popFirst() {
      switch option {
      case "--sample": usesSample = true
      case "--until-stdin-closes": endsWithInput = true
      case "--print-urls": printsAddresses = true
      case "--accounts":
        guard let file = rest.popFirst() else { return nil }
        accountsFile = file
      case "--port":
        guard let number = rest.popFirst().flatMap({ UInt16($0) }) else { return nil }
        port = number
      case "--token-lifetime":
        guard let seconds = rest.popFirst().flatMap({ Double($0) }), seconds > 0 else { return nil }
        settings.tokenLifetimeSeconds = seconds
      default: return nil
      }
    }
    if usesSample, accountsFile != nil { return nil }
  }

  /// The accounts to begin with.
  ///
  /// - Throws: the error of reading or decoding the file.
  func accounts() throws -> [StandinAccount] {
    if usesSample { return SampleAccounts.all }
    guard let accountsFile else { return [] }
    let data = try Data(contentsOf: URL(filePath: accountsFile))
    return try JSONDecoder().decode([StandinAccount].self, from: data)
  }
}
