package import EngineCore

/// Reads a database whole, whoever made it.
package enum DatabaseIntegrity {
  /// Checks every page and entry.
  ///
  /// - Throws: `StoreError.damaged` if something does not fit, or what keeps it from being read.
  package static func check(_ path: FilePath) throws(StoreError) {
    try PrivateDatabaseFile(path: path).requireFile()
    let connection = try SQLiteConnection(path, creation: .refused, wait: .seconds(5))
    let complaints = try connection.rows("PRAGMA quick_check(1)") { $0.text(0) ?? "" }
    guard complaints == ["ok"] else {
      let detail = PrintableText.shortened(complaints.first ?? "it says nothing", to: 120)
      throw .damaged(path: path, detail: detail)
    }
  }
}
