package import EngineCore
import EngineHTTP

/// Everything a rotation proxy is built from.
package struct ProxySurroundings: Sendable {
  /// Everything of the state database that it uses.
  package typealias State = ReadingStore & ConditionStore & ValueCache & RotationStore & RunStore

  /// The accounts as they are now. It is asked again and again, so that what other processes change is
  /// seen within a second.
  var pool: @Sendable () async throws -> ProxyPool
  /// Who may talk to it.
  var clients: any ClientTokenSource
  /// The one refresher of every account.
  var credentials: any CredentialSource
  /// Readings, conditions, homes of conversations, rests, and who serves a run.
  var state: any State
  /// Who is told of moves, blocked accounts and trouble.
  var events: any EventSink
  /// Who is told of moves as values; called on the proxy's own thread, and must not wait.
  var moved: @Sendable (ProxyMove) -> Void
  /// The clock.
  var time: any TimeSource
  /// The zone of clock times in messages.
  package var timeZone = ClockZone.gmt
  /// Randomness.
  var random: any RandomSource
  /// Where requests go.
  var backend: ChatGPTBackend
  /// This swop's version.
  var version: String
  /// This process, for the status.
  var process: Int32?
  /// Hands memory that is free back to the system; called every half minute.
  var giveBackMemory: @Sendable () -> Void

  /// Surroundings of their parts.
  package init(
    pool: @escaping @Sendable () async throws -> ProxyPool, clients: any ClientTokenSource,
    credentials: any CredentialSource, state: any State, events: any EventSink,
    moved: @escaping @Sendable (ProxyMove) -> Void = { _ in }, time: any TimeSource,
    random: any RandomSource, backend: ChatGPTBackend = ChatGPTBackend(), version: String,
    process: Int32? = nil, giveBackMemory: @escaping @Sendable () -> Void = {}
  ) {
    self.pool = pool
    self.clients = clients
    self.credentials = credentials
    self.state = state
    self.events = events
    self.moved = moved
    self.time = time
    self.random = random
    self.backend = backend
    self.version = version
    self.process = process
    self.giveBackMemory = giveBackMemory
  }
}

/// The accounts that may serve requests, as they are at one moment.
package struct ProxyPool: Hashable, Sendable {
  /// One account.
  package struct Member: Hashable, Sendable {
    /// The account.
    let account: Account
    /// What automatic choice may know about it.
    let candidate: Candidate

    /// A member of its parts.
    package init(account: Account, candidate: Candidate) {
      self.account = account
      self.candidate = candidate
    }
  }

  /// The accounts. Those that are paid by API key do not belong here: the backend does not know them.
  let members: [Member]
  /// How accounts are chosen.
  let policy: SelectionPolicy

  /// A pool of its parts.
  package init(members: [Member], policy: SelectionPolicy = SelectionPolicy()) {
    self.members = members
    self.policy = policy
  }
}

/// A program that may talk to the proxy.
package struct ProxyClient: Hashable, Sendable {
  /// The name of its token.
  package let name: String
  /// The digest of its token: a new token of the same name is another client.
  package let digest: String
  /// The only account that may serve it, nil for the whole pool.
  let account: AccountID?
  /// Whether it runs in a container, where users have other numbers.
  let isInContainer: Bool

  /// A client of its parts.
  package init(
    name: String, digest: String = "", account: AccountID? = nil, isInContainer: Bool = false
  ) {
    self.name = name
    self.digest = digest
    self.account = account
    self.isInContainer = isInContainer
  }
}

/// Knows who may talk to the proxy.
package protocol ClientTokenSource: Sendable {
  /// The client that shows `token`, nil if no client has it. Asked for every request, on the proxy's own
  /// thread: for a token that is known it reads no file, and the time it takes tells nothing about it.
  func client(showing token: Redacted<String>) -> ProxyClient?

  /// Whether a client's token is still good.
  func knows(_ client: ProxyClient) -> Bool
}

/// The proxy's limits.
package struct ProxySettings: Hashable, Sendable {
  /// How long one part of an upstream's answer may take: connection 10 s, head 25 s, silence 240 s (codex
  /// gives up at 300).
  var limits = ClientLimits()
  /// What is accepted of clients: bodies up to 64 MiB.
  var server = ServerSettings()
  /// Connections to the backend.
  var client = ClientSettings()
  /// How many bytes of request bodies may be kept at once, all requests together: 512 MiB.
  var bodyRoom = 512 << 20
  /// How often the pool is read again while there are requests.
  var poolInterval: Duration = .milliseconds(750)
  /// How long what was learned may wait until it is on disk.
  var writeDelay: Duration = .milliseconds(100)

  /// The usual settings.
  init() {
    server.unprovenLimit = 64
    server.headTimeLimit = .seconds(5)
    server.identifiesPeers = true
  }

  /// The usual settings with the certificates that `environment` names.
  package init(environment: ProcessEnvironment) {
    self.init()
    client = ClientSettings(environment: environment)
  }
}

/// Where a proxy listens, beside nowhere but 127.0.0.1.
package struct ProxyPorts: Hashable, Sendable {
  /// The port for `openai_base_url`; 0 lets the system choose.
  var responses: UInt16
  /// The port for `chatgpt_base_url`, which has to be another origin; 0 lets the system choose.
  var backend: UInt16
  /// Two sockets that listen already, for `openai_base_url` and `chatgpt_base_url`, which are used instead
  /// of opening ports; empty if none were opened.
  package var inherited: [Int32] = []
  /// A unix socket that serves the same, nil for none.
  var socket: FilePath?

  /// Ports of their parts.
  package init(responses: UInt16 = 0, backend: UInt16 = 0, socket: FilePath? = nil) {
    self.responses = responses
    self.backend = backend
    self.socket = socket
  }
}

/// Where a proxy listens. Both ports serve everything; codex needs two origins, or it would walk past the
/// proxy to the origin that the backend names.
package struct ProxyAddresses: Hashable, Sendable {
  /// The port for `openai_base_url`.
  package let responsesPort: UInt16
  /// The port for `chatgpt_base_url`.
  package let backendPort: UInt16
  /// The unix socket, nil for none.
  let socket: FilePath?

  /// Addresses of their parts.
  init(responsesPort: UInt16, backendPort: UInt16, socket: FilePath? = nil) {
    self.responsesPort = responsesPort
    self.backendPort = backendPort
    self.socket = socket
  }

  /// The proxy's own origin, `http://127.0.0.1:…`.
  var url: String { "http://127.0.0.1:\(responsesPort)" }
  /// The value of codex's `openai_base_url`.
  var openAIBaseURL: String { url + "/backend-api/codex" }
  /// The value of codex's `chatgpt_base_url`.
  var chatGPTBaseURL: String { "http://127.0.0.1:\(backendPort)/backend-api" }
  /// The value of codex's variable for the address that revokes tokens; `token` is the client's own.
  func revocationURL(token: Redacted<String>) -> Redacted<String> {
    Redacted("http://127.0.0.1:\(backendPort)/t/\(token.reveal())/oauth/revoke")
  }
}
