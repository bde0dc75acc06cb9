/// Armed timers, the next one first. A timer knows its place, so that moving it costs no search.
struct TimerHeap {
  private var timers: [LoopTimer] = []

  /// The timer that is due first.
  var next: LoopTimer? { timers.first }

  /// Arms a timer, or moves it.
  mutating func set(_ timer: LoopTimer, to deadline: Int64) {
    timer.deadline = deadline
    if timer.place == nil {
      timer.place = timers.count
      timers.append(timer)
    }
    settle(timer)
  }

  /// Disarms a timer; one that is not armed stays so.
  mutating func remove(_ timer: LoopTimer) {
    guard let place = timer.place else { return }
    timer.place = nil
    let last = timers.removeLast()
    guard place < timers.count else { return }
    timers[place] = last
    last.place = place
    settle(last)
  }

  private mutating func settle(_ timer: LoopTimer) {
    if let place = timer.place { rise(from: place) }
    if let place = timer.place { sink(from: place) }
  }

  private mutating func rise(from start: Int) {
    var place = start
    while place > 0, timers[place].deadline < timers[(place - 1) / 2].deadline {
      swap(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  private mutating func sink(from start: Int) {
    var place = start
    while true {
      var least = place
      for child in (2 * place + 1)...(2 * place + 2)
      where child < timers.count && timers[child].deadline < timers[least].deadline {
        least = child
      }
      guard least != place else { return }
      swap(place, least)
      place = least
    }
  }

  private mutating func swap(_ first: Int, _ second: Int) {
    timers.swapAt(first, second)
    timers[first].place = first
    timers[second].place = second
  }
}

/// Something that happens on the loop at a moment, unless it is moved or cancelled before.
///
/// Belongs to the loop's thread. The owner keeps it; the loop only knows the ones that are armed.
final class LoopTimer {
  /// When it is due, in nanoseconds of the monotonic clock; only the heap that holds it changes it.
  var deadline: Int64 = 0
  /// Its place in the heap, nil while it is not armed; only the heap changes it.
  var place: Int?
  /// What happens.
  var action: () -> Void

  init(action: @escaping () -> Void = {}) {
    self.action = action
  }
}
