import EngineCore

extension AppServer {
  /// Deletes a conversation for good, with its file, its row and the conversations that it started as
  /// helpers of its own.
  ///
  /// - Throws: `AppServerError`, also for a version that cannot.
  package func deleteThread(_ id: String) async throws(AppServerError) {
    _ = try await request("thread/delete", ["threadId": .string(id)])
  }
}
