import Testing

@testable import Engine

@Suite("What systemd says about the service")
struct ServiceConditionTests {
  @Test(
    "is the reason why nothing runs",
    arguments: [
      (
        "ActiveState=failed\nSubState=failed\nNRestarts=5\nExecMainCode=1\nExecMainStatus=1\n",
        "systemd gave up after 5 restarts; the port is taken"
      ),
      (
        "ActiveState=failed\nSubState=failed\nNRestarts=5\nExecMainCode=1\nExecMainStatus=203\n",
        "systemd gave up after 5 restarts; its program is not there or cannot be started"
      ),
      (
        "ActiveState=activating\nSubState=auto-restart\nNRestarts=1\nExecMainCode=2\n",
        "systemd is about to restart it; the port is taken"
      ),
      ("ActiveState=inactive\nSubState=dead\n", "systemd starts it at your next sign-in"),
      ("", "systemd starts it at your next sign-in"),
    ])
  func reason(text: String, sentence: String) {
    #expect(ServiceCondition(text).reason("the port is taken") == sentence)
  }

  @Test("a service that said nothing has no last words")
  func silence() {
    #expect(
      ServiceCondition("ActiveState=failed\nNRestarts=2\n").reason(nil)
        == "systemd gave up after 2 restarts")
  }
}
