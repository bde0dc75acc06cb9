@testable import Engine
@testable import EngineCore

extension FuzzCase {
  /// The body of a quota answer: whatever it says, every number stays in its range and every word may
  /// reach a screen.
  static let quota = FuzzCase(name: "quota") { bytes in
    let now = Date(timeIntervalSince1970: 1_800_000_000)
    do {
      let reading = try UsageBody.reading(in: Data(bytes), at: now)
      try checkWindows(of: reading, at: now)
      try checkWords(of: reading)
      let stored = try JSONEncoder().encode(reading)
      try promise(
        "a reading survives storing",
        try JSONDecoder().decode(QuotaReading.self, from: stored).windows.count
          == reading.windows.count)
    } catch let fault as UsageBody.Fault {
      try promise("a fault is one clause", isPrintable(fault.detail) && fault.detail.count < 80)
    }
  }

  private static func checkWindows(of reading: QuotaReading, at now: Date) throws {
    let windows = reading.windows + reading.extraLimits.flatMap(\.windows)
    for window in windows + reading.at(now).windows {
      try promise("left is 0 to 100", (0...100).contains(window.leftPercent))
      try promise("used is a number", window.usedPercent.isFinite && window.usedPercent >= 0)
      try promise("a window has a length", window.lengthSeconds > 0)
      try promise("a window has a short name", (1...12).contains(window.name.count))
      let distance = window.resetsAt.map { abs($0.timeIntervalSince(now)) } ?? 0
      try promise("a reset is within 400 days", distance <= 400 * 86_400)
      if let pace = Pace(of: window, readAt: now) {
        try promise("even use is a percentage", (0...100).contains(pace.expectedLeft))
      }
    }
    let lengths = reading.windows.map(\.lengthSeconds)
    try promise("windows are shortest first", lengths == lengths.sorted())
    let ends = reading.bankedResetsEnd ?? []
    try promise(
      "ends of banked resets come in order and are few", ends == ends.sorted() && ends.count <= 32)
  }

  private static func checkWords(of reading: QuotaReading) throws {
    let words =
      reading.extraLimits.map(\.name)
      + [reading.plan?.name, reading.credits?.balance, reading.reachedType].compactMap { $0 }
    try promise("words are printable", words.allSatisfy(isPrintable))
    try promise("words are short", words.allSatisfy { $0.count <= 60 })
    try promise("limits are bounded", reading.extraLimits.count <= 32)
  }
}
