#!/usr/bin/env bash
# Unpacks packages of a Debian suite into a folder, without installing anything.
#   unpack-debian.sh SUITE FOLDER PACKAGE...
#
# For programs that a test or the demonstration runs on its own, where the machine's own package is too old, or would
# start services. They are fetched with a source list and state of its own, from the mirror and with the keys that this
# machine's apt already uses. Dependencies are not looked at: whoever calls knows what the programs need.
set -euo pipefail

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
echo "deb [signed-by=$keyring] $mirror $suite main" >"$state/sources.list"
: >"$state/status"
own_apt() {
  apt-get -qq \
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache::Archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User=root "$@"
}

own_apt update || die "cannot read the package list of $suite from $mirror: check the network and run this again"
(cd "$state" && own_apt download "$@") || die "cannot download $* from $mirror: run this again"
for package in "$state"/*.deb; do
  dpkg-deb -x "$package" "$folder"
done
