/// How much and how long a child may.
struct ProcessLimits: Sendable {
  /// Bytes of each captured stream.
  var capturedBytes = 8 << 20
  /// Bytes of one line of a conversation.
  var lineBytes = 16 << 20
  /// Bytes of lines that nobody has read yet; beyond them the child has to wait.
  var unreadBytes = 1 << 20
  /// Time between the request to end and the end by force.
  var grace = Duration.seconds(2)
}
