import EngineCore
import Testing

@testable import EngineProxy

@Suite("ProxyStatus")
struct ProxyStatusTests {
  @Test("is told in the shape that scripts rely on, without an e-mail or a token")
  func shape() {
    var status = ProxyStatus(isRunning: true, process: 7)
    status.addresses = ProxyAddresses(responsesPort: 4_001, backendPort: 4_002)
    status.startedAt = Date(timeIntervalSince1970: 1_795_000_000)
    (status.requests, status.moved, status.failed, status.activeStreams) = (9, 2, 1, 3)
    var work = ProxyStatus.Account(id: AccountID("a"), label: "work")
    (work.activeStreams, work.requests, work.movedFrom, work.movedTo) = (3, 8, 2, 1)
    work.coolingUntil = Date(timeIntervalSince1970: 1_795_000_005)
    status.accounts = [work]

    #expect(
      JSONWriter.line(status.json)
        == #"{"schema_version":1,"running":true,"pid":7,"url":"http://127.0.0.1:4001","#
        + #""started_at":"2026-11-18T11:06:40Z","requests":9,"moved":2,"failed":1,"active_streams":3,"#
        + #""accounts":[{"label":"work","active_streams":3,"requests":8,"moved_from":2,"moved_to":1,"#
        + #""cooling_until":"2026-11-18T11:06:45Z"}]}"#)
  }
}
