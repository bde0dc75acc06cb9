#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Words as C takes them: pointers to zero-terminated bytes, nil at the end.
enum ArgumentList {
  /// Lends the pointers of text to `body`.
  static func with<Result>(
    _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    with(words.map { Array($0.utf8) }, body)
  }

  /// Lends the pointers of bytes to `body`. Bytes behind a zero are lost.
  static func with<Result>(
    _ words: [[UInt8]], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    let copies = words.map { word in
      (word + [0]).withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) { $0.baseAddress.flatMap { strdup($0) } }
      }
    }
    defer { for copy in copies { free(copy) } }
    var pointers = copies + [nil]
    return pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("the list has an end") }
      return body(base)
    }
  }
}
