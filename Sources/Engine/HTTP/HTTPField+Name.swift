import EngineKernel

extension HTTPField {
  /// Whether the name is this one, given in lower case; compares bytes, which is all a field name has.
  func isNamed(_ lowercased: StaticString) -> Bool {
    var name = self.name
    return name.withUTF8 { bytes in
      guard bytes.count == lowercased.utf8CodeUnitCount else { return false }
      return lowercased.withUTF8Buffer { wanted in
        zip(bytes, wanted).allSatisfy { byte, wanted in
          byte == wanted || (0x41...0x5a).contains(byte) && byte | 0x20 == wanted
        }
      }
    }
  }
}
