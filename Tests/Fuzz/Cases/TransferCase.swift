import EngineCore

@testable import Engine

extension FuzzCase {
  /// Files that are to be imported: nothing of them is printed, and what was read survives an export.
  static let transfer = FuzzCase(name: "transfer") { bytes in
    do {
      switch try ImportDocument(bytes) {
      case .open(let records):
        try promise("a document that is read holds a record", !records.isEmpty)
        for case .failure(let flaw) in records { try check(flaw) }
        try checkExports(of: records.compactMap { try? $0.get() })
      case .sealed(let export):
        let again = try ImportDocument(Array(export.data))
        guard case .sealed(let reread) = again else {
          throw BrokenPromise(description: "a sealed export stays sealed")
        }
        try promise("a sealed export survives writing", reread == export)
      }
    } catch let flaw as DocumentFlaw {
      try check(flaw)
    }
  }

  private static func check(_ flaw: DocumentFlaw) throws {
    try promise("a flaw is safe to print", isPrintable(flaw.clause))
    try promise("a flaw is short", flaw.clause.count < 200)
  }

  private static func checkExports(of signIns: [ImportableSignIn]) throws {
    var exported: [ExportedAccount] = []
    for signIn in signIns {
      try promise("a title is safe to print", isPrintable(signIn.title))
      let label = LabelProposal.label(
        name: signIn.name, email: signIn.email, plan: nil, taken: [])
      try promise("a proposed label is safe to print", isPrintable(label.text))
      guard case .whole(let file) = signIn.content else { continue }
      exported.append(
        ExportedAccount(
          label: label.text, isEnabled: signIn.isEnabled, email: signIn.email, file: file,
          beside: signIn.beside))
    }
    guard !exported.isEmpty else { return }
    let document = ExportDocument.open(exported, at: Date(timeIntervalSince1970: 1_700_000_000))
    let written = ExportDocument.data(document)
    guard case .open(let again) = try ImportDocument(Array(written.reveal())) else {
      throw BrokenPromise(description: "an export in the open stays in the open")
    }
    try promise(
      "what was imported survives an export",
      again.map { try? $0.get().content } == exported.map { .whole($0.file.withoutExtras) })
  }
}
