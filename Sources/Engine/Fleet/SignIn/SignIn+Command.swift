import EngineCore

/// Signing in through `codex login --device-auth`, for versions whose app-server cannot be pointed at
/// another issuer. That command first ends the session it finds, so it must find none: it only ever
/// runs in a staging folder.
extension SignIn {
  func byCommand(
    in home: CodexHome, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws(SignInError) -> SignInResult {
    let issuer: [Argument] = authBase.map { ["--experimental_issuer", Argument($0)] } ?? []
    let process: any ConversingProcess
    do {
      process = try runner.start(home.command(["login", "--device-auth"] + issuer))
    } catch {
      throw .appServer(.notStarted(error))
    }
    SignInProcess(process: process.identity, owner: runner.current)
      .note(beside: home, files: files)
    let hasEnded = await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        await follow(process, progress: progress)
        return !Task.isCancelled
      }
      group.addTask {
        try? await time.sleep(for: .seconds(Self.minutes * 60))
        return false
      }
      let first = await group.next() ?? false
      // Ending the child is what ends the reading of its output.
      await Task(name: "end codex login") { await process.finish(grace: .seconds(2)) }.value
      group.cancelAll()
      return first
    }
    if Task.isCancelled { throw .cancelled }
    if !hasEnded && !files.exists(home.authFile) { throw .timedOut(minutes: Self.minutes) }
    let result = try await judged(home, otherwise: "codex login stored no sign-in")
    await progress(.finishing)
    return result
  }

  /// Reads what codex prints until it ends; tells the link and the code once both are known.
  private func follow(
    _ process: any ConversingProcess, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async {
    var text = DeviceLoginText()
    var isTold = false
    while let line = (try? await process.readLine()) ?? nil {
      text.read(line)
      guard !isTold, let link = text.link, let code = text.code else { continue }
      isTold = true
      let until = time.now().addingTimeInterval(Double(Self.minutes) * 60)
      await progress(.enterCode(code: code, link: link, until: until))
    }
  }
}
