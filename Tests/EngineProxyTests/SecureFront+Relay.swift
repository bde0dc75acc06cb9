import EngineCore
import EnginePlatform
import TestSupport
import Testing

@testable import EngineHTTP
@testable import EngineProxy

extension SecureFront {
  /// One answer, as nginx saw it.
  struct Answer: Hashable {
    /// The number of the connection.
    let connection: Int
    /// `HTTP/2.0` or an older one.
    let version: String
    /// The path.
    let path: String
  }

  /// Serves accounts through a proxy whose backend is behind such a front.
  static func serve(
    _ names: [String] = ["first", "second"], connections: Int,
    body: (RelayScene, SecureFront) async throws -> Void
  ) async throws {
    var front: SecureFront?
    do {
      try await RelayScene.serve(
        names,
        front: { backend in
          let made = try await SecureFront(before: backend)
          front = made
          var settings = ProxySettings()
          settings.client.sharedConnectionLimit = connections
          settings.client.trustedCertificates = made.certificate
          return (made.origin, settings)
        }, body: { scene in try await body(scene, try #require(front)) })
    } catch {
      await front?.close()
      throw error
    }
    await front?.close()
  }

  /// The answers to turns, once there are so many; nginx writes them down when they are over.
  func answers(_ count: Int) async throws -> [Answer] {
    var answers: [Answer] = []
    for _ in 0..<1_000 {
      let text = String(
        decoding: try DiskFileSystem().read(answerLog), as: UTF8.self)
      answers = text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard words.count == 4, let number = Int(words[0]) else { return nil }
        return Answer(connection: number, version: words[1], path: words[3])
      }.filter { $0.path.hasSuffix("/responses") }
      if answers.count >= count { break }
      try await SystemTimeSource().sleep(for: .milliseconds(10))
    }
    return answers
  }
}
