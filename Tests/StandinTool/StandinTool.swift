@main
struct StandinTool {
  static func main() async {
    print("swop-standin")
  }
}
