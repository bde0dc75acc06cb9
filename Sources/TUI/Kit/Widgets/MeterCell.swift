/// One cell of a meter.
package enum MeterCell: Hashable, Sendable {
  /// What is left.
  case fill
  /// The empty part.
  case track
  /// The pace marker.
  case pace
}
