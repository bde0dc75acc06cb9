import EngineCore

/// Whether the long forms of the proofs are wanted (`make soak`).
enum Soak {
  /// The variable that asks for them: `SWOP_SOAK=1`.
  static var isOn: Bool { ProcessInfo.processInfo.environment["SWOP_SOAK"] == "1" }
}
