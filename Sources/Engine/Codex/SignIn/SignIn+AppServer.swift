import EngineKernel

/// Signing in through codex's own app-server: structured, and nothing is scraped.
extension SignIn {
  /// How the waiting for a person ended.
  private enum Completion {
    /// Codex says that it is over, with its reason if it failed.
    case told(reason: String?)
    case serverEnded
    case timedOut
    case cancelled
  }

  func byAppServer(
    byCode: Bool, in home: CodexHome, progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws(SignInError) -> SignInResult {
    let server: AppServer
    do {
      server = try await AppServer.start(home, runner: runner, time: time)
    } catch {
      throw translated(error)
    }
    let completion: Completion
    do {
      let login = try await server.startLogin(type: byCode ? "chatgptDeviceCode" : "chatgpt")
      await progress(step(for: login))
      completion = await self.completion(of: login, from: server)
      switch completion {
      case .told: break
      case .serverEnded, .timedOut, .cancelled: await cancel(login, at: server)
      }
    } catch {
      await server.close()
      throw translated(error)
    }
    await server.close()
    let result = try await result(of: completion, in: home)
    await progress(.finishing)
    return result
  }

  private func result(
    of completion: Completion, in home: CodexHome
  ) async throws(SignInError) -> SignInResult {
    switch completion {
    case .cancelled: throw .cancelled
    case .told(let reason):
      return try await judged(home, otherwise: reason ?? "codex stored no sign-in")
    case .serverEnded:
      return try await judged(home, otherwise: "codex ended in the middle of it")
    case .timedOut:
      if files.exists(home.authFile) { return try await judged(home, otherwise: "") }
      throw .timedOut(minutes: Self.minutes)
    }
  }

  private func step(for login: AppServer.LoginStart) -> SignInStep {
    guard let code = login.code else { return .openLink(login.link) }
    return .enterCode(
      code: PrintableText.shortened(code, to: 40), link: login.link,
      until: time.now().addingTimeInterval(Double(Self.minutes) * 60))
  }

  private func completion(
    of login: AppServer.LoginStart, from server: AppServer
  ) async -> Completion {
    await withTaskGroup(of: Completion.self) { group in
      group.addTask {
        for await notification in server.notifications
        where notification.method == "account/login/completed" {
          let told = notification.parameters
          if let id = told["loginId"]?.text, id != login.id { continue }
          if told["success"]?.boolean == true { return .told(reason: nil) }
          return .told(reason: PlainSentence.clause(told["error"]?.text ?? ""))
        }
        return Task.isCancelled ? .cancelled : .serverEnded
      }
      group.addTask {
        do {
          try await time.sleep(for: .seconds(Self.minutes * 60))
          return .timedOut
        } catch {
          return .cancelled
        }
      }
      let first = await group.next() ?? .cancelled
      group.cancelAll()
      return first
    }
  }

  /// Tells codex to give up, also when this task is cancelled; it ends anyway if it does not listen.
  private func cancel(_ login: AppServer.LoginStart, at server: AppServer) async {
    await Task(name: "cancel sign-in") { try? await server.cancelLogin(login) }.value
  }

  private func translated(_ error: AppServerError) -> SignInError {
    switch error {
    case .cancelled: .cancelled
    case .refused(_, _, let detail):
      detail.contains("already in use") ? .portTaken : .notCompleted(reason: detail)
    case .notStarted, .ended, .timedOut, .unsupported, .unreadable: .appServer(error)
    }
  }
}
