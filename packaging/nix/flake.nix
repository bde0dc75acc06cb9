# nix run 'path:packaging/nix' -- status
# Wraps a release archive; the release step fills in the version and the sums. Not yet run with Nix.
{
  description = "Use several OpenAI Codex sign-ins as one pool";
  inputs.nixpkgs.url = "nixpkgs/nixos-unstable";
  outputs = { self, nixpkgs }:
    let
      version = "@VERSION@";
      sums = {
        x86_64-linux = { target = "linux-x86_64"; sha256 = "@SUM_LINUX_X86_64@"; };
        aarch64-linux = { target = "linux-aarch64"; sha256 = "@SUM_LINUX_AARCH64@"; };
      };
    in {
      packages = builtins.mapAttrs (system: source:
        let pkgs = nixpkgs.legacyPackages.${system};
        in {
          default = pkgs.stdenv.mkDerivation {
            pname = "swop";
            inherit version;
            src = pkgs.fetchurl {
              url = "@RELEASES@/v${version}/swop-${version}-${source.target}.tar.gz";
              inherit (source) sha256;
            };
            sourceRoot = ".";
            nativeBuildInputs = [ pkgs.autoPatchelfHook ];
            buildInputs = [ pkgs.stdenv.cc.cc.lib pkgs.sqlite ];
            # Loaded when needed, so the program does not name them.
            runtimeDependencies = [ pkgs.curl pkgs.libsodium pkgs.ncurses ];
            installPhase = "mkdir -p $out && cp -r bin share $out/";
          };
        }) sums;
    };
}
