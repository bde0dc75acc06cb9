import EngineCore

extension Doctor {
  /// Which folder the accounts share, where it is not `~/.codex`, and whether it can be shared.
  func sharedHomeFindings(_ patient: DoctorPatient) -> [DoctorFinding] {
    var findings: [DoctorFinding] = []
    if let error = sandboxes.sharedHomeFault() {
      findings.append(DoctorFinding(.sandboxes, .problem, error.message, remedy: error.remedy))
    }
    let choice = SharedHomeChoice(
      layout: layout, setting: patient.settings.codexHome, environment: world.environment,
      folder: "/", files: files)
    let named = PrintableText.sanitized(choice.wanted.text)
    if case .changed(let variable) = choice.standing {
      let found =
        variable == nil
        ? "CODEX_HOME is not set any more, and the accounts share \(choice.current)."
        : "CODEX_HOME is \(named), and the accounts share \(choice.current)."
      let remedy =
        "Choose one: swop config set codex.home \(ShellWord.quoted(choice.current.text)) or "
        + ShellWord.quoted(named)
      findings.append(DoctorFinding(.sandboxes, .warning, found, remedy: remedy))
    } else if layout.sharedHome != layout.usualHome {
      findings.append(
        DoctorFinding(
          .sandboxes, .note, "Accounts share \(layout.sharedHome) (setting codex.home)."))
    }
    return findings
  }
}
