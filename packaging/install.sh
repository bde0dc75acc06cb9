#!/bin/sh
# Installs swop for one user, or removes it.
#
#   curl -fsSL URL/install.sh | sh
#   sh install.sh [--prefix DIR] [--version X.Y.Z] [--from URL] [--uninstall]
#
# --prefix DIR      where to install (~/.local)
# --version X.Y.Z   which release (the newest)
# --from URL        where releases are: a web address, or a file:// folder
# --uninstall       remove what this script installed; accounts and settings stay
#
# It downloads one archive, checks it against SHA256SUMS, and writes below the prefix only. It never uses
# sudo. Nothing runs before the whole script was read: a cut download installs nothing.
set -eu

# The release step puts the address of the releases here.
releases='@RELEASES@'

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install.sh: %s\n' "$*" >&2
  exit 1
}

target_name() {
  system=$(uname -s)
  machine=$(uname -m)
  case $system-$machine in
    Linux-x86_64 | Linux-amd64) printf 'linux-x86_64\n' ;;
    Linux-aarch64 | Linux-arm64) printf 'linux-aarch64\n' ;;
    Darwin-arm64) printf 'macos-arm64\n' ;;
    *) fail "no release for $system on $machine; build it from source instead" ;;
  esac
}

# The programs are built for glibc 2.35 (Ubuntu 22.04, Debian 12) or newer.
require_glibc() {
  [ "$(uname -s)" = Linux ] || return 0
  found=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //') || found=
  case $found in
    2.*) ;;
    *) fail 'glibc was not found; musl systems such as Alpine are not supported' ;;
  esac
  [ "${found#2.}" -ge 35 ] 2>/dev/null || fail "glibc $found is too old; swop needs 2.35 or newer"
}

download() {
  if command -v curl >/dev/null 2>&1; then
    curl -fsSL --retry 2 --proto '=https,http,file' -o "$2" "$1" || fail "could not download $1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1" || fail "could not download $1"
  else
    fail 'curl or wget is needed to download swop'
  fi
}

sum_of() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  else
    fail 'sha256sum or shasum is needed to check the download'
  fi
}

install_swop() {
  target=$(target_name)
  require_glibc
  stage=$(mktemp -d)
  trap 'rm -rf "$stage"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  if [ -z "$version" ]; then
    # GitHub keeps the files of the newest release under this name too.
    download "${releases%/download}/latest/download/version.txt" "$stage/version.txt"
    version=$(head -n 1 "$stage/version.txt" | tr -d '\r')
  fi
  case $version in
    *[!0-9A-Za-z.+-]* | '') fail "\"$version\" is not a version" ;;
  esac

  archive=swop-$version-$target.tar.gz
  download "$releases/v$version/SHA256SUMS" "$stage/SHA256SUMS"
  wanted=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$stage/SHA256SUMS")
  [ -n "$wanted" ] || fail "release $version has no $archive"
  download "$releases/v$version/$archive" "$stage/$archive"
  found=$(sum_of "$stage/$archive")
  [ "$found" = "$wanted" ] || fail "$archive has the wrong checksum: $found, not $wanted; nothing was installed"

  mkdir "$stage/unpacked"
  tar -xzf "$stage/$archive" -C "$stage/unpacked" --no-same-owner || fail "$archive could not be unpacked"
  [ -x "$stage/unpacked/bin/swop" ] || fail "$archive has no bin/swop"
  "$stage/unpacked/bin/swop" --version >/dev/null 2>"$stage/errors" ||
    fail "the program does not run here: $(head -n 3 "$stage/errors"); nothing was installed"

  (cd "$stage/unpacked" && find . -type f | sed 's|^\./||') >"$stage/files"
  while IFS= read -r file; do
    mkdir -p "$prefix/$(dirname "$file")"
    # In place in one step, also while the old program runs.
    cp "$stage/unpacked/$file" "$prefix/$file.new"
    mv -f "$prefix/$file.new" "$prefix/$file"
  done <"$stage/files"
  mkdir -p "$prefix/share/swop"
  { cat "$stage/files" && say share/swop/installed; } >"$prefix/share/swop/installed"

  say "Installed swop $version in $prefix/bin/swop"
  case :$PATH: in
    *":$prefix/bin:"*) ;;
    *) say "$prefix/bin is not on your PATH. Add it: export PATH=\"$prefix/bin:\$PATH\"" ;;
  esac
  say 'Start: swop add LABEL, or look around first: swop ui --demo'
}

uninstall_swop() {
  list=$prefix/share/swop/installed
  [ -f "$list" ] || fail "$list not found: swop was not installed by this script in $prefix"
  while IFS= read -r file; do
    case $file in
      /* | *..*) fail "$list names $file, which this script did not install" ;;
    esac
    rm -f "$prefix/$file"
  done <"$list"
  # Folders that are empty now; those of others stay.
  while IFS= read -r file; do
    folder=$(dirname "$file")
    while [ "$folder" != . ]; do
      rmdir "$prefix/$folder" 2>/dev/null || break
      folder=$(dirname "$folder")
    done
  done <<LIST
$files
LIST
  say "Removed swop from $prefix. Accounts and settings are still in ${SWOP_ROOT:-~/.swop}."
}

main() {
  prefix=${HOME:-}/.local
  version=
  action=install
  while [ $# -gt 0 ]; do
    case $1 in
      --prefix | --version | --from) [ $# -gt 1 ] || fail "$1 needs a value" ;;
    esac
    case $1 in
      --prefix) prefix=$2; shift 2 ;;
      --version) version=${2#v}; shift 2 ;;
      --from) releases=${2%/}; shift 2 ;;
      --uninstall) action=uninstall; shift ;;
      *) fail "unknown option $1" ;;
    esac
  done
  case $prefix in
    /.local) fail 'HOME is not set; name a folder with --prefix' ;;
    /*) ;;
    *) prefix=$PWD/$prefix ;;
  esac
  if [ "$action" = uninstall ]; then
    files=$(cat "$prefix/share/swop/installed" 2>/dev/null || true)
    uninstall_swop
  else
    case $releases in
      @*) fail 'this script belongs to a release; name one with --from URL' ;;
    esac
    install_swop
  fi
}

main "$@"
