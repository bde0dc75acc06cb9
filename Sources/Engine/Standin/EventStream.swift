import EngineCore

/// The event stream of one turn.
enum EventStream {
  /// A turn that answers with a text.
  static func reply(_ text: String, id: String, shape: ReplyShape) -> StandinAnswer {
    let pieces = (0..<shape.deltas).map { "\($0 + 1) " }
    var steps: [StandinAnswer.Step] = [
      event("response.created", ["response": ["id": .string(id), "status": "in_progress"]]),
      event("response.output_item.added", ["output_index": 0, "item": item("", id: id)]),
    ]
    for piece in pieces {
      if shape.pauseMilliseconds > 0 {
        steps.append(.pause(milliseconds: shape.pauseMilliseconds))
      }
      steps.append(delta(piece, id: id))
    }
    guard shape.ending == .complete else { return answer(steps + shape.closing) }
    let whole = pieces.joined() + text
    steps += [delta(text, id: id), done(whole, id: id), completed(whole, id: id)]
    // One piece of a whole body needs no streaming.
    return answer(shape.pauseMilliseconds > 0 ? steps : [joined(steps)])
  }

  /// A turn that compacts the conversation: exactly one item, of that kind.
  static func compaction(id: String) -> StandinAnswer {
    let item: StandinJSON = ["type": "compaction", "encrypted_content": "stand-in summary"]
    return answer([
      joined([event("response.output_item.done", ["item": item]), completed("", id: id)])
    ])
  }

  /// A stream that begins with a failure.
  static func failure(_ code: String, id: String, plan: String, resetsAt: Date) -> StandinAnswer {
    let error: StandinJSON = [
      "code": .string(code), "type": .string(code),
      "message": .string("The turn failed: \(code)"), "plan_type": .string(plan),
      "resets_at": .integer(Int(resetsAt.timeIntervalSince1970)),
    ]
    let response: StandinJSON = ["id": .string(id), "status": "failed", "error": error]
    return answer([event("response.failed", ["response": response])])
  }

  /// The news of the limits as WebSocket tells it, before the turn's own events.
  static func limits(_ record: AccountRecord, at now: Date) -> StandinAnswer.Step {
    let names = zip(["primary", "secondary"], record.windows)
    let windows = names.map { ($0, $1.eventBody(at: now)) }
    return event(
      "codex.rate_limits",
      [
        "plan_type": .string(record.account.plan),
        "rate_limits": .object(Dictionary(windows) { $1 }),
      ])
  }

  /// The data of the events in a part of a stream; a part without events as it is.
  static func messages(in part: Data) -> [[UInt8]] {
    let mark = Array("data: ".utf8)
    let lines = part.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: mark) }
    return lines.isEmpty ? [Array(part)] : lines.map { Array($0.dropFirst(mark.count)) }
  }

  /// A turn that only warms up: no words, no cost.
  static func warmUp(id: String) -> StandinAnswer {
    answer([
      joined([
        event("response.created", ["response": ["id": .string(id), "status": "in_progress"]]),
        completed("", id: id),
      ])
    ])
  }

  /// A stream of bytes that are not events.
  static var nonsense: StandinAnswer {
    answer([.bytes(Data([0xFF, 0xFE, 0x00] + Array("data: {\"type\":\n\ndata: ]\n\n".utf8)))])
  }

  private static func answer(_ steps: [StandinAnswer.Step]) -> StandinAnswer {
    StandinAnswer(
      200,
      headers: [
        HTTPField("content-type", "text/event-stream"), HTTPField("cache-control", "no-cache"),
      ], body: steps)
  }

  private static func event(
    _ type: String, _ members: [String: StandinJSON]
  ) -> StandinAnswer.Step {
    // The type comes first, as the backend writes it.
    var data = Data("event: \(type)\ndata: {\"type\":\"\(type)\",".utf8)
    data.append(StandinJSON.object(members).data.dropFirst())
    data.append(Data("\n\n".utf8))
    return .bytes(data)
  }

  private static func delta(_ text: String, id: String) -> StandinAnswer.Step {
    event(
      "response.output_text.delta",
      [
        "item_id": .string("item-" + id), "output_index": 0, "content_index": 0,
        "delta": .string(text),
      ])
  }

  private static func done(_ text: String, id: String) -> StandinAnswer.Step {
    event("response.output_item.done", ["output_index": 0, "item": item(text, id: id)])
  }

  private static func item(_ text: String, id: String) -> StandinJSON {
    let part: StandinJSON = ["type": "output_text", "text": .string(text), "annotations": []]
    return [
      "id": .string("item-" + id), "type": "message", "role": "assistant",
      "status": text.isEmpty ? "in_progress" : "completed", "content": text.isEmpty ? [] : [part],
    ]
  }

  private static func completed(_ text: String, id: String) -> StandinAnswer.Step {
    let output = text.utf8.count / 4 + 1
    let usage: StandinJSON = [
      "input_tokens": 100, "input_tokens_details": ["cached_tokens": 0],
      "output_tokens": .integer(output), "output_tokens_details": ["reasoning_tokens": 0],
      "total_tokens": .integer(100 + output),
    ]
    return event(
      "response.completed",
      [
        "response": [
          "id": .string(id), "status": "completed", "usage": usage,
          "output": text.isEmpty ? [] : [item(text, id: id)],
        ]
      ])
  }

  private static func joined(_ steps: [StandinAnswer.Step]) -> StandinAnswer.Step {
    .bytes(StandinAnswer(200, body: steps).bodyData)
  }
}

/// What can be read from the body of a turn.
enum UserText {
  /// The words of the user's last message; nil if there is none or the body is not readable.
  static func last(in body: StandinJSON?) -> String? {
    let item = body?["input"]?.array?.last { $0["role"]?.string == "user" }
    guard let content = item?["content"] else { return body?["input"]?.string }
    if let text = content.string { return text }
    return content.array?.compactMap { $0["text"]?.string }.last
  }

  /// Whether the turn asks for a compaction of the conversation.
  static func isCompaction(_ body: StandinJSON?) -> Bool {
    body?["input"]?.array?.last?["type"]?.string == "compaction_trigger"
  }
}
