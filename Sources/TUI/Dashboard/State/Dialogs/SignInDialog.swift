import EngineCore

/// The steps of a sign-in.
struct SignInDialog: Hashable, Sendable {
  /// What the sign-in is for.
  enum Purpose: Hashable, Sendable {
    /// A new account with this label.
    case adding(label: String)
    /// An existing account, in place.
    case renewing(AccountID)
  }

  /// How far it is.
  enum Step: Hashable, Sendable {
    /// Nothing to do yet.
    case starting
    /// Another sign-in has to end first.
    case waitingForOther(sentence: String)
    /// The person enters a code on any device.
    case enterCode(code: String, link: String, until: Date)
    /// The person confirms in a browser on this machine.
    case openLink(String)
    /// It succeeded and is being put in place.
    case finishing
    /// It failed; `r` or Enter tries again.
    case failed(ErrorReport)
  }

  /// How the person signs in.
  enum Method: Hashable, Sendable {
    /// With a code, on any device.
    case device
    /// In a browser on this machine.
    case browser
  }

  /// What it is for.
  var purpose: Purpose
  /// The account's label.
  var label: String
  /// How the person signs in.
  var method: Method
  /// How far it is.
  var step: Step
  /// Things to know, one sentence each.
  var notices: [String] = []
  /// When it began.
  var startedAt: Date
  /// How many runs keep the old sign-in until they end.
  var runs: Int

  /// A sign-in that begins.
  init(
    purpose: Purpose, label: String, method: Method = .device, step: Step = .starting,
    startedAt: Date, runs: Int = 0
  ) {
    self.purpose = purpose
    self.label = label
    self.method = method
    self.step = step
    self.startedAt = startedAt
    self.runs = runs
  }

  /// The link to open now, nil if there is none.
  var link: String? {
    switch step {
    case .enterCode(_, let link, _), .openLink(let link): link
    case .starting, .waitingForOther, .finishing, .failed: nil
    }
  }

  /// The code to enter now, nil if there is none.
  var code: String? {
    if case .enterCode(let code, _, _) = step { code } else { nil }
  }
}
