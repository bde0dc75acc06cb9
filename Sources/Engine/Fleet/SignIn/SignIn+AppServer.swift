import EngineCore

/// Signing in through codex's own app-server: structured, and nothing is scraped.
extension SignIn {
  /// How the waiting for a person ended.
  private enum Completion {
    /// Codex says that it is over, with its reason if it failed.
    case told(reason: String?)
    case serverEnded
    case timedOut
    case cancelled
    /// The person has no address to paste.
    case inputEnded
  }

  func byAppServer(
    byCode: Bool, pasted: PastedAddress?, in home: CodexHome,
    progress: @escaping @Sendable (SignInStep) async -> Void
  ) async throws(SignInError) -> SignInResult {
    let server: AppServer
    do {
      server = try await AppServer.start(home, runner: runner, time: time) { process in
        SignInProcess(process: process, owner: runner.current).note(beside: home, files: files)
      }
    } catch {
      throw translated(error)
    }
    let completion: Completion
    do {
      let login = try await server.startLogin(type: byCode ? "chatgptDeviceCode" : "chatgpt")
      await progress(pasted == nil ? step(for: login) : .openAnywhere(login.link))
      completion = await self.completion(of: login, from: server, pasted)
      switch completion {
      case .told: break
      case .serverEnded, .timedOut, .cancelled, .inputEnded: await cancel(login, at: server)
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
    case .inputEnded: throw .notCompleted(reason: "no address was pasted")
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
    of login: AppServer.LoginStart, from server: AppServer, _ pasted: PastedAddress?
  ) async -> Completion {
    await withTaskGroup(of: Completion.self) { group in
      if let pasted { group.addTask { await relay(pasted, to: login) } }
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

  /// Hands codex the address that a person pastes; what is wrong with it is said, and asked again.
  private func relay(_ pasted: PastedAddress, to login: AppServer.LoginStart) async -> Completion {
    guard let http, let callback = CallbackAddress(authorizeLink: login.link) else {
      return .told(reason: "this version of codex does not say where it listens")
    }
    var problem: String?
    repeat {
      guard let text = await pasted(problem) else {
        return Task.isCancelled ? .cancelled : .inputEnded
      }
      do {
        let address = try callback.address(pasted: text)
        problem = await send(address, of: callback, over: http)
      } catch {
        problem = error.sentence
      }
    } while problem != nil
    // Codex says how it ended.
    do {
      try await time.sleep(for: .seconds(Self.minutes * 60))
      return .timedOut
    } catch {
      return .cancelled
    }
  }

  /// Asks codex's own port with a checked address; what went wrong, nil if codex took it.
  private func send(
    _ address: Redacted<String>, of callback: CallbackAddress, over http: any HTTPTransport
  ) async -> String? {
    // The code is exchanged at the server before codex answers.
    let limit = Duration.seconds(60)
    do {
      let response = try await http.send(HTTPRequest(url: address.reveal(), limit: limit))
      guard (200..<400).contains(response.status) else {
        // A refusal ends the sign-in by itself, with codex's reason; the rest can be tried again.
        return "codex answered \(response.status) to that address. Paste it again, or press Ctrl-C."
      }
      if let next = callback.next(after: response.headers.value(of: "Location")) {
        // Codex ends the sign-in once this page was fetched; its content is for people.
        _ = try? await http.send(HTTPRequest(url: next, limit: limit))
      }
      return nil
    } catch {
      return "codex could not be reached on its port. Paste the address again, or press Ctrl-C."
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
