/// The value of a counter once it has stopped to grow.
func steadyValue(_ value: () -> Int) async -> Int {
  var last = -1
  var rounds = 0
  while rounds < 20_000 {
    let now = value()
    rounds = now == last ? rounds + 1 : 0
    last = now
    await Task.yield()
  }
  return last
}
