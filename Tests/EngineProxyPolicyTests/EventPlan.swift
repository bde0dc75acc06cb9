/// What is going to happen, soonest first; of equal times, what was planned first.
struct EventPlan<Event> {
  private struct Entry {
    let time: Double
    let order: Int
    let event: Event

    static func < (one: Entry, other: Entry) -> Bool {
      (one.time, one.order) < (other.time, other.order)
    }
  }

  private var heap: [Entry] = []
  private var count = 0

  /// Plans an event.
  mutating func add(_ event: Event, at time: Double) {
    heap.append(Entry(time: time, order: count, event: event))
    count += 1
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the next event.
  mutating func next() -> (time: Double, event: Event)? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    if !heap.isEmpty {
      heap[0] = last
      sink()
    }
    return (first.time, first.event)
  }

  private mutating func sink() {
    var place = 0
    while true {
      let children = [2 * place + 1, 2 * place + 2].filter { $0 < heap.count }
      guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[place] else {
        return
      }
      heap.swapAt(place, least)
      place = least
    }
  }
}
