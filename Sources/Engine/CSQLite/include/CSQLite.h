// SQLite for Swift: the library's own header, and the one macro that Swift cannot import.
#ifndef CSQLITE_H
#define CSQLITE_H

#include <sqlite3.h>

/// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
sqlite3_destructor_type swop_sqlite_transient(void);

#endif
