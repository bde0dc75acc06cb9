import EngineCore

/// How a reply is streamed.
struct ReplyShape: Hashable, Sendable {
  /// How a stream ends.
  enum Ending: Hashable, Sendable {
    case complete, hang, cut
  }

  /// Pieces sent before the reply itself.
  var deltas = 0
  /// The pause before each piece, in milliseconds.
  var pauseMilliseconds = 0
  /// What follows the pieces.
  var ending = Ending.complete

  /// The shape that a fault wants; nil if the fault is not about the shape.
  init?(_ fault: Fault) {
    switch fault {
    case .drip(let deltas, let milliseconds):
      self.init(deltas: deltas, pauseMilliseconds: milliseconds)
    case .stall(let deltas): self.init(deltas: deltas, ending: .hang)
    case .cut(let deltas): self.init(deltas: deltas, ending: .cut)
    case .normal, .status, .unauthorized, .usageLimit, .slowDown, .hang, .drop, .delay,
      .failureEvent,
      .malformed, .huge, .refreshRefused:
      return nil
    }
  }

  /// A shape of its parts.
  init(deltas: Int = 0, pauseMilliseconds: Int = 0, ending: Ending = .complete) {
    self.deltas = max(0, deltas)
    self.pauseMilliseconds = max(0, pauseMilliseconds)
    self.ending = ending
  }

  /// Sends a whole body in this shape: half of it, in as many pieces as there are deltas.
  func steps(of whole: Data) -> [StandinAnswer.Step] {
    let sent = ending == .complete ? whole : whole.prefix(whole.count / 2)
    let size = max(1, sent.count / max(1, deltas))
    var steps: [StandinAnswer.Step] = []
    var rest = sent[...]
    while !rest.isEmpty {
      if pauseMilliseconds > 0 { steps.append(.pause(milliseconds: pauseMilliseconds)) }
      steps.append(.bytes(Data(rest.prefix(size))))
      rest = rest.dropFirst(size)
    }
    return steps + closing
  }

  /// The step after the pieces, if the stream does not complete.
  var closing: [StandinAnswer.Step] {
    switch ending {
    case .complete: []
    case .hang: [.hang]
    case .cut: [.cut]
    }
  }
}
