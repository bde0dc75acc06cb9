import EngineCore
import Testing

@testable import Engine

@Suite("Runs inside of runs")
struct RunDepthTests {
  @Test("a run notes its depth and its codex for the runs inside of it")
  func note() {
    var environment = ProcessEnvironment()
    RunDepth(of: "/a/codex", in: environment).note(in: &environment)
    RunDepth(of: "/b/codex", in: environment).note(in: &environment)

    #expect(environment["SWOP_DEPTH"] == "2")
    #expect(environment["SWOP_CHAIN"] == "/a/codex:/b/codex")
  }

  @Test("the ninth is refused with the chain, the eighth is not", arguments: [7, 8])
  func limit(outer: Int) throws {
    let scene = try RunScene()
    var order = scene.order()
    order.inherited["SWOP_DEPTH"] = "\(outer)"
    order.inherited["SWOP_CHAIN"] = "/a:/b"

    let plan = Result { () throws(RunError) in try RunPlan(order, layout: scene.layout) }

    switch plan {
    case .success(let plan): #expect(outer == 7 && plan.command.environment["SWOP_DEPTH"] == "8")
    case .failure(let error):
      #expect(outer == 8 && error == .tooDeep(chain: ["/a", "/b", "/opt/codex"]))
      #expect(error.message.hasSuffix("/a → /b → /opt/codex."))
    }
  }

  @Test("what is not a number counts as no depth", arguments: ["", "many", "-3"])
  func noNumber(text: String) {
    #expect(RunDepth(of: "/a", in: ProcessEnvironment(["SWOP_DEPTH": text])).level == 1)
  }
}
