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
    // The record is only as long as its name, so the name's declared 256 bytes must not all be read.
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
      preconditionFailure("every entry of a folder has a name")
    }
    let start = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
    bytes = Array(UnsafeBufferPointer(start: start, count: strlen(start) + 1))
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
