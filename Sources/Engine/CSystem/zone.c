#include "CSystem.h"

#include <time.h>

long swop_utc_offset(long long moment) {
  time_t time = (time_t)moment;
  struct tm local;
  if ((long long)time != moment || localtime_r(&time, &local) == NULL) return 0;
  return local.tm_gmtoff;
}
