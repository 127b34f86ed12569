# shellcheck shell=bash
# Packages of Debian suites that are not the machine's own, for scripts that unpack and do not install: to be sourced.
#   use_suites SUITE...      then: $mirror, $state (a folder that goes when the script ends), own apt-get|apt-cache ...
#
# With a source list and state of its own, from the mirror and with the keys that this machine's apt already uses. The
# script that sources it has a function die.

# The mirror of the machine's own Debian sources: what apt says it has indexes of.
find_mirror() {
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    awk '$3 == "main" && $2 !~ /security|backports/ { print $1; exit }'
}

use_suites() {
  local keyring=/usr/share/keyrings/debian-archive-keyring.gpg suite
  mirror="$(find_mirror)"
  if [ -z "$mirror" ]; then # apt was not updated since the machine was made, and so knows of no origin yet
    apt-get -qq update || true
    mirror="$(find_mirror)"
  fi
  [ -n "$mirror" ] || die "apt knows no Debian mirror: check /etc/apt/sources.list.d and run apt-get update"
  [ -r "$keyring" ] || die "$keyring is missing: install the package debian-archive-keyring"

  state="$(mktemp -d)"
  trap 'rm -rf "$state"' EXIT
  chmod 755 "$state"
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  : >"$state/status"
  for suite in "$@"; do
    echo "deb [signed-by=$keyring] $mirror $suite main"
  done >"$state/sources.list"
  own apt-get -qq update || die "cannot read the package lists of $* from $mirror: check the network and run this again"
}

# Runs apt-get or apt-cache on these suites alone.
own() {
  local program="$1"
  shift
  "$program" \
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status" \
    -o Dir::Cache::Archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= \
    -o APT::Sandbox::User=root "$@"
}
