/// One cell of a meter.
package enum MeterCell: Hashable, Sendable {
  /// A filled cell, or a part of one.
  case fill(String)
  /// The empty part.
  case track
  /// The pace marker.
  case pace

  var isFill: Bool { if case .fill = self { true } else { false } }
}
