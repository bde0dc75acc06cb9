/// Names one suspended task of a loop.
struct WaitTicket: Hashable, Sendable {
  let id: UInt64
}
