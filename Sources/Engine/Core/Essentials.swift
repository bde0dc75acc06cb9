// The one import of Foundation: dates, data, JSON and no more. Apple's systems ship these only as part
// of Foundation, Linux ships them alone, without ICU and 3 ms faster to start. Every target sees them
// through Core, so that the choice stands in one place.
#if canImport(FoundationEssentials)
  @_exported public import FoundationEssentials
#else
  @_exported public import Foundation
#endif
