import CSQLite
import EngineCore

/// The row a statement stands on. Valid only inside the closure that was given it.
struct SQLiteRow {
  private let statement: OpaquePointer

  /// The row of a statement that has just been stepped.
  init(of statement: OpaquePointer) {
    self.statement = statement
  }

  /// A column as a whole number; null is 0.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// A column as text, nil for null.
  func text(_ column: Int32) -> String? {
    guard let bytes = sqlite3_column_text(statement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// A column as a number, nil for null.
  func real(_ column: Int32) -> Double? {
    isNull(column) ? nil : sqlite3_column_double(statement, column)
  }

  /// A column as a moment, nil for null.
  func date(_ column: Int32) -> Date? {
    real(column).map { Date(timeIntervalSince1970: $0).withinCalendar }
  }

  /// A column as it is; bytes, of which swop stores none, count as nothing.
  func value(_ column: Int32) -> SQLiteValue {
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(sqlite3_column_double(statement, column))
    case SQLITE_TEXT: .optional(text(column))
    default: .null
    }
  }

  /// Whether a column holds nothing.
  func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement, column) == SQLITE_NULL
  }
}
