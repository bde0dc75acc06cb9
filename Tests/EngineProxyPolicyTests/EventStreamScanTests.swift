import EngineCore
import TestSupport
import Testing

@testable import EngineProxyPolicy

@Suite("EventStreamScan")
struct EventStreamScanTests {
  private let created = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n"
  private let delta = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n"
  private let completed = "data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\"}}\n\n"

  private func failed(_ code: String) -> String {
    "data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"\(code)\","
      + "\"resets_at\":1790003600}}}\n\n"
  }

  private func take(_ scan: inout EventStreamScan, _ text: String) -> EventStreamScan.Verdict {
    scan.take(Array(text.utf8), at: start)
  }

  @Test("greetings are held until the first real event, then everything goes at once, unchanged")
  func holding() {
    var scan = EventStreamScan()

    #expect(take(&scan, ": hello\n\n" + created) == .hold)
    #expect(take(&scan, "data: {\"type\":\"response.in_progress\"}\r\n\r\n") == .hold)
    let all = ": hello\n\n" + created + "data: {\"type\":\"response.in_progress\"}\r\n\r\n" + delta
    #expect(take(&scan, delta) == .pass(Array(all.utf8)))
    #expect(take(&scan, "anything") == .pass(Array("anything".utf8)))
  }

  @Test(
    "a limit or overload instead of output is found, however the bytes are cut",
    arguments: ["usage_limit_reached", "server_is_overloaded", "slow_down", "insufficient_quota"])
  func failure(_ code: String) {
    let bytes = Array((created + failed(code)).utf8)
    let expected = StreamFailure(code: code, resetsAt: start + 3_600)
    for size in [1, 7, 64, bytes.count] {
      var scan = EventStreamScan()
      var last = EventStreamScan.Verdict.hold
      for from in stride(from: 0, to: bytes.count, by: size) where last == .hold {
        last = scan.take(Array(bytes[from..<min(from + size, bytes.count)]), at: start)
      }

      #expect(last == .failed(expected))
    }
  }

  @Test(
    "a failure that is the turn's own is passed on",
    arguments: ["context_length_exceeded", "invalid_prompt", "unheard_of"])
  func ownFailure(_ code: String) {
    var scan = EventStreamScan()
    let text = created + failed(code)

    #expect(take(&scan, text) == .pass(Array(text.utf8)))
    #expect(scan.hasEnded)
  }

  @Test("a limit after output is passed on and still seen")
  func late() {
    var scan = EventStreamScan()
    _ = take(&scan, created + delta)

    let text = failed("usage_limit_reached")

    #expect(take(&scan, text) == .pass(Array(text.utf8)))
    #expect(
      scan.lateFailure == StreamFailure(code: "usage_limit_reached", resetsAt: start + 3_600))
  }

  @Test("the news of the limits is read and is not an output")
  func limits() {
    var scan = EventStreamScan()
    let event =
      "data: {\"type\":\"codex.rate_limits\",\"rate_limits\":{\"primary\":{\"used_percent\":5,"
      + "\"window_minutes\":300}}}\n\n"

    #expect(take(&scan, event) == .hold)
    #expect(scan.reading?.windows.map(\.usedPercent) == [5])
  }

  @Test("only a stream that said so has ended", arguments: ["", "[DONE]", "x"])
  func ends(_ word: String) {
    var scan = EventStreamScan()
    _ = take(&scan, created + delta)
    #expect(!scan.hasEnded)

    _ = take(&scan, word == "x" ? completed : "data: \(word)\n\n")

    #expect(scan.hasEnded == !word.isEmpty)
  }

  @Test("an end that is too long to be read is an end all the same")
  func longEnd() {
    var scan = EventStreamScan()
    let padding = String(repeating: "x", count: 400_000)
    let text = "data: {\"type\":\"response.completed\",\"response\":{\"text\":\"\(padding)\"}}\n\n"

    #expect(take(&scan, created + text) == .pass(Array((created + text).utf8)))
    #expect(scan.hasEnded)
  }

  @Test("no more than 64 KiB are ever held, and nothing without an end is kept forever")
  func bound() {
    var greetings = EventStreamScan()
    let many = String(repeating: ": keep-alive\n\n", count: 6_000)
    var line = EventStreamScan()
    let endless = String(repeating: "x", count: 70_000)

    #expect(take(&greetings, many) == .pass(Array(many.utf8)))
    #expect(take(&line, endless) == .pass(Array(endless.utf8)))
  }

  @Test(
    "what is not an event stream passes as it is", arguments: ["\u{0}\u{1}\n\n", "data: ]\n\n"])
  func nonsense(_ text: String) {
    var scan = EventStreamScan()

    let first = take(&scan, text)
    let bytes = Array(text.utf8)

    #expect(first == (text.hasPrefix("data") ? .pass(bytes) : .hold))
    #expect(scan.release() == (text.hasPrefix("data") ? [] : bytes))
  }

  @Test("whatever comes, cut wherever, goes out byte for byte")
  func unchanged() {
    let random = SeededRandom(seed: 11)
    let pieces = [created, delta, completed, "\r\n\r", "\r", ": x\n", "data: {\"type\":", "\u{0}"]
    for _ in 0..<200 {
      let text = random.bytes(12).map { pieces[Int($0) % pieces.count] }.joined()
      let bytes = Array(text.utf8)
      var scan = EventStreamScan()
      var passed: [UInt8] = []
      var place = 0
      while place < bytes.count {
        let end = min(bytes.count, place + 1 + Int(random.bytes(1)[0]) % 40)
        if case .pass(let out) = scan.take(Array(bytes[place..<end]), at: start) { passed += out }
        place = end
      }

      #expect(passed + scan.release() == bytes)
    }
  }

  @Test("a stream that broke off is ended by an event of its own, from which codex asks again")
  func ending() {
    var whole = EventStreamScan()
    _ = take(&whole, delta)
    var torn = EventStreamScan()
    _ = take(&torn, delta + "data: {\"ty")
    let event =
      "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":"
      + "\"resp_interrupted\",\"status\":\"failed\",\"error\":{\"type\":\"upstream_stalled\",\"code\":"
      + "\"upstream_stalled\",\"message\":\"words\"}}}\n\n"

    let endings = [whole, torn].map {
      String(decoding: $0.ending(code: "upstream_stalled", message: "words"), as: UTF8.self)
    }

    #expect(endings == [event, "\n\n" + event])
  }
}
