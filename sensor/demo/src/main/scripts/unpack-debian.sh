#!/usr/bin/env bash
# Unpacks packages of a Debian suite into a folder, without installing anything.
#   unpack-debian.sh SUITE FOLDER PACKAGE...
#
# For programs that a test or the demonstration runs on its own, where the machine's own package is too old, or would
# start services. Dependencies are not looked at: whoever calls knows what the programs need.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/debian-apt.sh"

say() { printf '%s\n' "packages: $*"; }
die() {
  say "$*"
  exit 2
}

[ $# -ge 3 ] || die "usage: unpack-debian.sh SUITE FOLDER PACKAGE..."
suite="$1"
mkdir -p "$2"
folder="$(readlink -f "$2")"
shift 2
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
  die "this is no Debian: put the programs of $* into PATH or into $folder/usr/bin"

use_suites "$suite"
(cd "$state" && own apt-get -qq download "$@") || die "cannot download $* from $mirror: run this again"
for package in "$state"/*.deb; do
  dpkg-deb -x "$package" "$folder"
done
