#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The name of a folder's entry, byte for byte: it need not be UTF-8.
struct EntryName {
  /// The bytes with the closing NUL.
  let bytes: [CChar]

  /// Copies the name out of the system's buffer, which the next `readdir` overwrites.
  init(_ entry: UnsafeMutablePointer<dirent>) {
    bytes = withUnsafeBytes(of: &entry.pointee.d_name) { raw in
      raw.prefix { $0 != 0 }.map { CChar(bitPattern: $0) } + [0]
    }
  }

  /// A name from text.
  init(_ text: String) {
    bytes = text.utf8.map { CChar(bitPattern: $0) } + [0]
  }

  /// Whether it is `.` or `..`, which every folder has.
  var isDots: Bool { text == "." || text == ".." }

  /// The name as text; bytes that are not UTF-8 become U+FFFD.
  var text: String {
    String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
