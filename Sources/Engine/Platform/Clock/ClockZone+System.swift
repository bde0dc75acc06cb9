import CSystem
package import EngineCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension ClockZone {
  /// The zone of this process: what `TZ` names, else the machine's (`/etc/localtime`), as both were when it
  /// was first asked for.
  package static let system: ClockZone = {
    // localtime_r need not look at TZ by itself.
    tzset()
    return ClockZone(name: "system") { date in
      swop_utc_offset(Int64(min(1e12, max(-1e12, date.timeIntervalSince1970))))
    }
  }()
}
