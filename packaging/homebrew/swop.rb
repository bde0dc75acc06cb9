# Homebrew formula. Not run yet: it was written without a Mac at hand. `url` and `sha256` are filled in for
# a release:
#   brew install --build-from-source ./packaging/homebrew/swop.rb
class Swop < Formula
  desc "Use several OpenAI Codex sign-ins as one pool"
  homepage "https://example.invalid/swop"
  url "https://example.invalid/swop/swop-1.0.0.tar.gz"
  sha256 "0000000000000000000000000000000000000000000000000000000000000000"
  license "MIT"
  head "https://example.invalid/swop.git", branch: "main"

  depends_on xcode: ["26.0", :build]
  depends_on "libsodium"
  depends_on :macos
  depends_on macos: :sequoia

  uses_from_macos "curl"
  uses_from_macos "ncurses"
  uses_from_macos "sqlite"

  def install
    ENV["SWOP_BUILD"] = version.to_s
    system "swift", "build", "--disable-sandbox", "-c", "release", "--product", "swop"
    bin.install ".build/release/swop"
    man1.install "docs/swop.1"
    generate_completions_from_executable(bin/"swop", "completions")
  end

  test do
    ENV["SWOP_ROOT"] = (testpath/"root").to_s
    assert_match "swop #{version}", shell_output("#{bin}/swop --version")
    assert_match "\"accounts\":[]", shell_output("#{bin}/swop status --json")
  end
end
