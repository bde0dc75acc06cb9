import EngineKernel

extension ProcessOutput {
  /// What a program that holds no secret printed.
  var printed: String { String(decoding: standardOutput.reveal(), as: UTF8.self) }
}
