import CLI

@main
struct Swop {
  static func main() async {
    await SwopCommand.main()
  }
}
