import EngineCore
import TUIKit

/// One engine event as one line: when, what kind, about whom, what.
struct EventLine: Hashable, Sendable {
  /// The time of day, seconds included.
  let time: String
  /// The sign in front.
  let sign: String
  /// What that sign means.
  let role: ThemeRole
  /// The account, or who speaks.
  let subject: String
  /// One sentence without a full stop.
  let sentence: String

  /// The line of an event.
  ///
  /// - Parameters:
  ///   - event: the event.
  ///   - state: what its account can do now, nil if it is gone.
  ///   - glyphs: the characters that draw.
  ///   - clock: the zone.
  ///   - relogin: the key that signs in again, nil if there is none.
  init(
    _ event: EngineEvent, state: AccountState?, glyphs: GlyphSet, clock: ScreenClock,
    relogin: String?
  ) {
    time = clock.clock(event.at, seconds: true)
    let shown = Self.shownState(event.kind, now: state)
    if let shown {
      sign = glyphs.glyph(shown)
      role = DashboardRoles.state(shown)
    } else {
      sign = Self.isProxy(event.kind) ? glyphs.pointer : glyphs.note
      role = event.kind == .warning || event.kind == .readingFailed ? .stateLow : .key
    }
    subject = Self.subject(event)
    sentence = Self.sentence(event, relogin: relogin)
  }

  /// What an event says about its account's state; nil where its sign is not that of a state, or the account
  /// is gone.
  static func shownState(_ kind: EngineEvent.Kind, now: AccountState?) -> AccountState? {
    switch kind {
    case .accountDisabled: .off
    case .accountExpired: .expired
    case .accountBlocked: .blocked
    case .runStarted: .inUse
    case .accountAdded, .accountRenamed, .accountEnabled, .accountSignedIn, .accountRestored,
      .readingTaken, .tokenRefreshed, .tokenAdopted, .runEnded, .defaultSet, .projectSet:
      now
    case .accountTrashed, .accountPurged, .accountLoggedOut: .off
    case .accountsExported, .projectCleared, .defaultCleared, .readingFailed, .runLost,
      .requestMoved, .proxyStarted, .proxyStopped, .conversationsPruned, .warning:
      nil
    }
  }

  private static func isProxy(_ kind: EngineEvent.Kind) -> Bool {
    kind == .requestMoved || kind == .proxyStarted || kind == .proxyStopped
  }

  /// The account, or who speaks.
  static func subject(_ event: EngineEvent) -> String {
    isProxy(event.kind) ? "proxy" : event.label ?? "swop"
  }

  /// What an event says.
  static func sentence(_ event: EngineEvent, relogin: String?) -> String {
    if event.kind == .accountExpired {
      return "session expired" + (relogin.map { ", press \($0) to sign in again" } ?? "")
    }
    var text = PrintableText.sanitized(event.message)
    if let label = event.label {
      // The label stands in front of the sentence already.
      for opening in ["\(label) is ", "\(label): ", "\(label) "] where text.hasPrefix(opening) {
        text = String(text.dropFirst(opening.count))
        break
      }
      text = text.replacing("The session of \(label) was", with: "session")
      text = text.replacing("A newer session of \(label) was", with: "a newer session was")
    }
    if isProxy(event.kind) {
      for opening in ["The proxy ", "A "] where text.hasPrefix(opening) {
        text.removeFirst(opening.count)
      }
      // The reason is a clause that a narrow screen can spare.
      if event.kind == .requestMoved { text = text.replacing(": ", with: ", ") }
    }
    text = text.replacing("Quota read:", with: "usage refreshed,")
    if text.hasSuffix(".") && !text.hasSuffix("..") { text.removeLast() }
    guard let first = text.first, first.isUppercase,
      text.dropFirst().first?.isLowercase == true
    else { return text }
    return first.lowercased() + text.dropFirst()
  }
}
