#!/usr/bin/env bash
# Puts containerd 1.7 into a folder of its own, for the demonstration and the tests.
#   install-containerd.sh FOLDER
#
# Why not the machine's own package: Debian 12 has containerd 1.6, which lacks CRI's GetContainerEvents, and a node that
# runs containers must not be touched. Debian 13's package needs only the C library that Debian 12 has. Does nothing if
# the folder has it already.
set -euo pipefail

SUITE=trixie
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
say() { printf '%s\n' "containerd: $*"; }
die() {
  say "$*"
  exit 2
}

[ $# -eq 1 ] || die "usage: install-containerd.sh FOLDER"
folder="$1"

if "$folder/usr/bin/containerd" --version 2>/dev/null | grep -q ' 1\.7\.'; then
  exit 0
fi
say "fetching Debian $SUITE's containerd into $folder (the demonstration and the tests run a runtime of their own)"
"$here/unpack-debian.sh" "$SUITE" "$folder" containerd
"$folder/usr/bin/containerd" --version >/dev/null || die "the fetched containerd does not start on this machine"
say "ready: $("$folder/usr/bin/containerd" --version | awk '{ print $3 }') in $folder"
