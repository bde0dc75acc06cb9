/// What doctor looks at, in this order.
package enum CheckName: String, Hashable, Sendable, CaseIterable {
  case root, settings, database, accounts, identities, sandboxes, leftovers, runs, locks
  case conversations, codex
  case daemon
  case signInPort = "sign_in_port"
  case clock, proxies, environment, terminal, dashboard, service, disk

  /// For people, a few words.
  package var title: String {
    switch self {
    case .root: "the folder of swop"
    case .settings: "the settings file"
    case .database: "the databases"
    case .accounts: "accounts that can be read"
    case .identities: "sign-ins"
    case .sandboxes: "sandboxes, their links and modes"
    case .leftovers: "what crashes left behind"
    case .runs: "the list of runs"
    case .locks: "locks"
    case .conversations: "conversations"
    case .codex: "codex"
    case .daemon: "codex's background processes"
    case .signInPort: "the port for signing in"
    case .clock: "the clock"
    case .proxies: "proxies and loopback"
    case .environment: "variables that override accounts"
    case .terminal: "the terminal"
    case .dashboard: "the dashboard's themes and keys"
    case .service: "the background service"
    case .disk: "the disk"
    }
  }

  /// Why it matters, one sentence.
  package var why: String {
    switch self {
    case .root: "Everything in it is for you alone, and a run must be seen while it lives."
    case .settings: "A value that cannot be read holds every command up."
    case .database: "Readings, history and conversations are kept there."
    case .accounts: "What cannot be read is not used, and its sign-in lies idle."
    case .identities:
      "A dead sign-in cannot run, and one sign-in in two places signs itself out everywhere."
    case .sandboxes: "Others could read a sign-in, or accounts would stop sharing what they should."
    case .leftovers: "It takes room, and may hold half of a sign-in."
    case .runs: "An account seems to be in use that is not."
    case .locks: "Whoever holds one for long makes the others wait."
    case .conversations: "A conversation that is listed under a sandbox's path is lost with it."
    case .codex: "Nothing runs without it, and versions differ in what they can do."
    case .daemon: "It keeps the account it was started with in memory, whatever signs in later."
    case .signInPort: "Signing in in a browser needs it; only one program can have it."
    case .clock: "Tokens and resets are told by the clock; a wrong one refreshes too late."
    case .proxies: "A proxy for the network would swallow what codex sends to this machine."
    case .environment: "They would make codex run as somebody else; swop keeps them from its runs."
    case .terminal: "The dashboard draws with what the terminal can do."
    case .dashboard: "A theme or a key that cannot be used is left out."
    case .service: "A service that starts another program, or none, answers nobody."
    case .disk: "A full disk stops runs, and what is kept for nothing fills it."
    }
  }
}
