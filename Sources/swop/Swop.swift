import CLI

@main
struct Swop {
  static func main() {
    SwopCommand.main()
  }
}
