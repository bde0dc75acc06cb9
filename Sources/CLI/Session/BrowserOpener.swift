import EngineCore

/// Opens an address in the user's browser if this machine has a way to do that.
package struct BrowserOpener: Sendable {
  private let environment: CLIEnvironment

  /// An opener in an environment.
  package init(_ environment: CLIEnvironment) {
    self.environment = environment
  }

  /// Opens an address. A failure says nothing: the address stands on the screen.
  ///
  /// - Returns: Whether there was a way to try.
  @discardableResult
  package func open(_ link: String) async -> Bool {
    guard link.hasPrefix("https://") || link.hasPrefix("http://"), let program else {
      return false
    }
    let command = ProcessCommand(
      executable: program, arguments: [Argument(link)], environment: environment.variables)
    _ = try? await environment.processes.run(command, limit: .seconds(5))
    return true
  }

  /// The program that opens addresses, nil if there is none or no screen it could open them on.
  private var program: FilePath? {
    #if os(macOS)
      let name = "open"
    #else
      // `open` means something else on some Linux systems.
      let name = "xdg-open"
      let hasScreen = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
        .contains { environment.variables.nonEmpty($0) != nil }
      guard hasScreen else { return nil }
    #endif
    return ProgramSearch.find(name, in: environment)
  }
}
