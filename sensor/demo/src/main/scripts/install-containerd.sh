#!/usr/bin/env bash
# Puts containerd 1.7 into a folder of its own, for the demonstration and the tests.
#   install-containerd.sh FOLDER
#
# Why not the machine's own package: Debian 12 has containerd 1.6, which lacks CRI's GetContainerEvents, and a node that
# runs containers must not be touched. Debian 13's package needs only the C library that Debian 12 has. It is fetched
# with a source list and state of its own, from the mirror and with the keys that this machine's apt already uses, and
# unpacked rather than installed. Does nothing if the folder has it already.
set -euo pipefail

SUITE=trixie
say() { printf '%s\n' "containerd: $*"; }
die() {
  say "$*"
  exit 2
}

[ $# -eq 1 ] || die "usage: install-containerd.sh FOLDER"
mkdir -p "$1"
folder="$(readlink -f "$1")"

if "$folder/usr/bin/containerd" --version 2>/dev/null | grep -q ' 1\.7\.'; then
  exit 0
fi
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
  die "this is no Debian: put containerd 1.7, its shim and ctr into PATH or into $folder/usr/bin"

# The mirror of the machine's own Debian sources: what apt says it has indexes of.
find_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    awk '$3 == "main" && $2 !~ /security|backports/ { print $1; exit }'
}
mirror="$(find_mirror)"
if [ -z "$mirror" ]; then # apt was not updated since the machine was made, and so knows of no origin yet
  apt-get -qq update || true
  mirror="$(find_mirror)"
fi
[ -n "$mirror" ] || die "apt knows no Debian mirror: check /etc/apt/sources.list.d and run apt-get update"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || die "$keyring is missing: install the package debian-archive-keyring"

state="$(mktemp -d)"
trap 'rm -rf "$state"' EXIT
chmod 755 "$state"
mkdir -p "$state/lists/partial" "$state/archives/partial"
echo "deb [signed-by=$keyring] $mirror $SUITE main" >"$state/sources.list"
: >"$state/status"
own_apt() {
  apt-get -qq \
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache::Archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User=root "$@"
}

say "fetching Debian $SUITE's containerd into $folder (the demonstration and the tests run a runtime of their own)"
own_apt update || die "cannot read the package list of $SUITE from $mirror: check the network and run this again"
(cd "$state" && own_apt download containerd) || die "cannot download containerd from $mirror: run this again"
dpkg-deb -x "$state"/containerd_*.deb "$folder"
"$folder/usr/bin/containerd" --version >/dev/null || die "the fetched containerd does not start on this machine"
say "ready: $("$folder/usr/bin/containerd" --version | awk '{ print $3 }') in $folder"
