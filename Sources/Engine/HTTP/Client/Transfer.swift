import CCurl
import EngineCore

/// One request inside curl. Belongs to the loop's thread; curl's callbacks reach it through a pointer,
/// which the client's table keeps valid. Callbacks only note what happened and wake who waits: curl
/// allows nothing more inside of them.
final class Transfer {
  /// Where it stands.
  enum Outcome {
    case running
    case complete
    case failed(HTTPError)
  }

  static let highWater = 1 << 16
  private static let headLimit = 1 << 18

  let id: Int
  let easy: UnsafeMutableRawPointer
  private(set) var request: ClientRequest
  let target: TargetAddress
  let loop: EventLoop
  let limitTimer = LoopTimer()
  let totalTimer = LoopTimer()
  var headerList: UnsafeMutablePointer<curl_slist>?
  var upload: TransferUpload
  var outcome = Outcome.running
  var pump: Task<Void, Never>?
  var hasRetried = false
  var isShared = false
  var headWaiters: [WaitTicket] = []
  var dataWaiters: [WaitTicket] = []
  var uploadWaiters: [WaitTicket] = []
  private(set) var status = 0
  private(set) var headers: [HTTPField] = []
  private(set) var isHeadComplete = false
  private(set) var received = ByteQueue()
  private var headSize = 0
  private var isReceivingPaused = false
  /// What one of the callbacks found wrong, which curl cannot express.
  private(set) var fault: HTTPError?

  init(
    id: Int, easy: UnsafeMutableRawPointer, request: ClientRequest, target: TargetAddress,
    loop: EventLoop
  ) {
    self.id = id
    self.easy = easy
    self.request = request
    self.target = target
    self.loop = loop
    upload = TransferUpload(request.body)
  }

  /// Whether a byte of the request may have left.
  var hasSent: Bool {
    ccurl_easy_number(easy, CURLINFO_REQUEST_SIZE) > 0 || upload.isSpent || headSize > 0
  }

  /// Whether a byte of an answer came.
  var hasAnswer: Bool { headSize > 0 }

  /// Whether the answer comes over HTTP/2.
  var isHTTP2: Bool {
    ccurl_easy_number(easy, CURLINFO_HTTP_VERSION) == Int(CURL_HTTP_VERSION_2_0)
  }

  // MARK: - Called by the client

  /// What has arrived, nil if nothing; lets curl go on if it had to wait.
  func takeReceived() -> [UInt8]? {
    guard !received.isEmpty else { return nil }
    let bytes = received.take(received.count)
    if isReceivingPaused {
      isReceivingPaused = false
      armLimit()
      applyPauses()
    }
    return bytes
  }

  /// Tells curl that the upload goes on.
  func resumeUpload() {
    guard upload.isPaused else { return }
    upload.isPaused = false
    applyPauses()
  }

  /// Arms the limit for what is waited for now.
  func armLimit() {
    guard case .running = outcome, !isReceivingPaused else { return }
    let limits = request.limits
    if let limit = isHeadComplete ? limits.stall : limits.head {
      loop.arm(limitTimer, after: limit)
    } else {
      loop.disarm(limitTimer)
    }
  }

  /// Forgets what was sent and found, to be sent once more.
  func rewind() -> Bool {
    isReceivingPaused = false
    upload.isPaused = false
    return upload.seek(to: 0)
  }

  private func applyPauses() {
    let directions =
      (isReceivingPaused ? CURLPAUSE_RECV : 0) | (upload.isPaused ? CURLPAUSE_SEND : 0)
    if case .running = outcome { _ = ccurl_easy_pause(easy, directions) }
  }

  // MARK: - Called by curl

  /// Takes one line of the head; a status line begins it anew, which skips interim answers.
  ///
  /// - Returns: Whether curl may go on.
  func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    if isHeadComplete { return true }
    headSize += line.count
    guard headSize <= Self.headLimit else {
      fault = .tooLarge(host: target.host)
      return false
    }
    let bytes = FieldParser.trimmed(ArraySlice(line.filter { $0 != 0x0d && $0 != 0x0a }))
    if bytes.starts(with: "HTTP/".utf8) {
      let words = bytes.split(separator: UInt8(ascii: " "))
      status = words.dropFirst().first.flatMap { Int(FieldParser.text($0)) } ?? 0
      headers = []
    } else if bytes.isEmpty {
      if status >= 200 { completeHead() }
    } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(
        HTTPField(
          FieldParser.text(FieldParser.trimmed(bytes[..<colon])),
          FieldParser.text(FieldParser.trimmed(bytes[(colon + 1)...]))))
    }
    return true
  }

  /// Takes a part of the body, or asks curl to wait.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    if received.count >= Self.highWater {
      isReceivingPaused = true
      loop.disarm(limitTimer)
      return Int(CURL_WRITEFUNC_PAUSE)
    }
    received.append(bytes)
    armLimit()
    loop.wakeAll(&dataWaiters)
    return bytes.count
  }

  /// Gives curl the next part of the request's body.
  func fillUpload(_ room: UnsafeMutableRawBufferPointer) -> Int {
    let count = upload.fill(room)
    if !upload.isPaused { armLimit() }
    if upload.waitingCount < Self.highWater { loop.wakeAll(&uploadWaiters) }
    return count
  }

  private func completeHead() {
    isHeadComplete = true
    // What was sent whole and answered is not sent again; a long answer would keep it for nothing.
    if upload.isComplete {
      upload = TransferUpload(.none)
      request.body = .none
    }
    armLimit()
    loop.wakeAll(&headWaiters)
  }
}
