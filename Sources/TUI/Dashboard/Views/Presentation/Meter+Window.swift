package import EngineCore
package import TUIKit

extension Meter {
  /// The bar of a window as it was read, with the marker of even use.
  package init(_ window: QuotaWindow, readAt: Date) {
    self.init(left: window.leftPercent, pace: window.evenLeft(readAt: readAt))
  }
}
