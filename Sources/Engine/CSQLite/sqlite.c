#include "CSQLite.h"

sqlite3_destructor_type swop_sqlite_transient(void) {
  return SQLITE_TRANSIENT;
}
