import EngineCore
import TUIKit
import TUITerminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Does what the test program asks for.
struct ScreenHandler: Sendable {
  let command: ProcessCommand?
  let mailbox: Mailbox<ScreenMessage>

  func perform(
    _ effect: ScreenEffect, on terminal: any Terminal
  ) -> Runtime<ScreenState, ScreenMessage, ScreenEffect>.Request {
    switch effect {
    case .run:
      lend(terminal) { [command] in
        guard let command else { return nil }
        return try? ForegroundChild(command)
      }
      return .redraw
    case .resume(let pid):
      lend(terminal) { [command] in
        let child = ForegroundChild(pid: pid, terminal: command?.environment["TERM"] ?? "")
        child.resume()
        return child
      }
      return .redraw
    case .suspend:
      terminal.suspend()
      mailbox.post(.event(.resumed))
      return .redraw
    case .crash: fatalError("asked to crash")
    case .complain: _ = "a complaint\n".withCString { write(2, $0, strlen($0)) }
    case .copy: mailbox.post(.note("\(terminal.copy("some text"))"))
    }
    return .nothing
  }

  private func lend(_ terminal: any Terminal, _ begin: @escaping @Sendable () -> ForegroundChild?) {
    terminal.lend { [mailbox] in
      guard let child = begin() else { return mailbox.post(.note("child: not started")) }
      switch child.wait() {
      case .ended(let end): mailbox.post(.childEnded(end))
      case .stopped: mailbox.post(.childStopped(child.pid))
      }
    }
  }
}
