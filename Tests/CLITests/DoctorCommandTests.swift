import EngineCore
import EnginePlatform
import TestSupport
import Testing

@Suite("swop doctor")
struct DoctorCommandTests {
  @Test("says what was found, why it matters and what mends it, and mends it when told to")
  func mends() async throws {
    let rig = try Rig(variables: ["PATH": "/nowhere"])
    for name in ["log", "trash"] {
      try DiskFileSystem().createFolder(rig.folder / name, mode: FileMode(bits: 0o755))
    }

    let found = await rig.run("doctor")
    let trial = await rig.run("doctor", "--fix", "--dry-run")
    let fixed = await rig.run("doctor", "--fix")
    let after = await rig.run("doctor")

    #expect(
      found.output.contains(
        """
        problem  the folder of swop
                 \(rig.folder.path)/trash has mode 0755, not 0700.
                 \(rig.folder.path)/log has mode 0755, not 0700.
                 Everything in it is for you alone, and a run must be seen while it lives.
                 swop doctor --fix

        """))
    #expect(trial.output.contains("would repair  set mode 0700 on \(rig.folder.path)/log\n"))
    #expect(fixed.output.contains("repaired  set mode 0700 on \(rig.folder.path)/log\n"))
    #expect(after.output.contains("ok       the folder of swop\n"))
    #expect(found.output.components(separatedBy: "swop doctor --fix\n").count == 2)
    // There is no codex here, which no one can mend.
    #expect([found, trial, fixed, after].map(\.status) == [1, 1, 1, 1])
  }
}
