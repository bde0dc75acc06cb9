# Homebrew formula. The release step fills in the version and the sums. Not yet run on a Mac.
class Swop < Formula
  desc "Use several OpenAI Codex sign-ins as one pool"
  homepage "@RELEASES@"
  version "@VERSION@"
  license "MIT"

  on_macos do
    depends_on arch: :arm64
    depends_on macos: :sequoia
    url "@RELEASES@/v@VERSION@/swop-@VERSION@-macos-arm64.tar.gz"
    sha256 "@SUM_MACOS_ARM64@"
  end

  on_linux do
    on_intel do
      url "@RELEASES@/v@VERSION@/swop-@VERSION@-linux-x86_64.tar.gz"
      sha256 "@SUM_LINUX_X86_64@"
    end
    on_arm do
      url "@RELEASES@/v@VERSION@/swop-@VERSION@-linux-aarch64.tar.gz"
      sha256 "@SUM_LINUX_AARCH64@"
    end
    depends_on "sqlite"
  end

  depends_on "libsodium"

  def install
    prefix.install Dir["*"]
  end

  test do
    ENV["SWOP_ROOT"] = (testpath/"root").to_s
    assert_match "swop #{version}", shell_output("#{bin}/swop --version")
    assert_match "\"accounts\":[]", shell_output("#{bin}/swop status --json")
  end
end
