/// The root of the command line.
package enum SwopCommand {
  /// Runs the command that this process was started with, and ends the process with its status.
  package static func main() async {
    print("swop")
  }
}
