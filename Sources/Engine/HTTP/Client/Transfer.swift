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

  /// Takes one line of the head; a status line begins it again, which skips interim answers.
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

/// The functions curl calls for a transfer; their context is the transfer.
enum TransferCallbacks {
  /// A line of the answer's head.
  static let header: ccurl_transfer = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer.receiveHeader(line) ? line.count : 0
  }

  /// A part of the answer's body.
  static let write: ccurl_transfer = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return 0 }
    return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
  }

  /// Room for a part of the request's body.
  static let read: ccurl_transfer = { bytes, size, count, context in
    guard let bytes, let transfer = transfer(context) else { return Int(CURL_READFUNC_ABORT) }
    return transfer.fillUpload(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
  }

  /// The request's body from another place.
  static let seek: ccurl_seek = { context, offset, origin in
    guard let transfer = transfer(context), origin == SEEK_SET else {
      return CURL_SEEKFUNC_CANTSEEK
    }
    return transfer.upload.seek(to: Int(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK
  }

  private static func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }
}

/// The body of a request on its way into curl.
struct TransferUpload {
  private enum Source {
    case none
    case bytes(Data, sent: Int)
    case stream(ByteQueue, hasEnded: Bool)
  }

  private var source: Source
  /// Whether a part of a stream was handed over, which cannot be had again.
  private(set) var isSpent = false
  /// Whether curl waits to be told of more.
  var isPaused = false

  init(_ body: ClientBody) {
    source =
      switch body {
      case .none: .none
      case .bytes(let data): .bytes(data.reveal(), sent: 0)
      case .stream: .stream(ByteQueue(), hasEnded: false)
      }
  }

  /// How many bytes wait to be sent; only a stream has any that it could hold back.
  var waitingCount: Int {
    if case .stream(let queue, _) = source { queue.count } else { 0 }
  }

  /// Whether everything was handed over.
  var isComplete: Bool {
    switch source {
    case .none: true
    case .bytes(let data, let sent): sent == data.count
    case .stream(let queue, let hasEnded): hasEnded && queue.isEmpty
    }
  }

  /// Adds a part of a stream.
  mutating func feed(_ bytes: [UInt8]) {
    guard case .stream(var queue, let hasEnded) = source else { return }
    source = .none
    queue.append(bytes)
    source = .stream(queue, hasEnded: hasEnded)
  }

  /// Marks the end of a stream.
  mutating func end() {
    if case .stream(let queue, _) = source { source = .stream(queue, hasEnded: true) }
  }

  /// Fills curl's room; returns the number of bytes, 0 at the end, or curl's sign for a pause.
  mutating func fill(_ room: UnsafeMutableRawBufferPointer) -> Int {
    switch source {
    case .none: return 0
    case .bytes(let data, let sent):
      let part = data.dropFirst(sent).prefix(room.count)
      room.copyBytes(from: part)
      source = .bytes(data, sent: sent + part.count)
      return part.count
    case .stream(var queue, let hasEnded):
      guard !queue.isEmpty else {
        isPaused = !hasEnded
        return hasEnded ? 0 : Int(CURL_READFUNC_PAUSE)
      }
      source = .none
      let count = min(queue.count, room.count)
      room.copyBytes(from: queue.waiting.prefix(count))
      queue.drop(count)
      source = .stream(queue, hasEnded: hasEnded)
      isSpent = true
      return count
    }
  }

  /// Goes back, which curl asks for when it has to send a second time.
  ///
  /// - Returns: Whether that is possible.
  mutating func seek(to offset: Int) -> Bool {
    switch source {
    case .none: return offset == 0
    case .bytes(let data, _):
      guard (0...data.count).contains(offset) else { return false }
      source = .bytes(data, sent: offset)
      return true
    case .stream: return offset == 0 && !isSpent
    }
  }
}
