#!/usr/bin/env bash
# Puts kernels of Debian into a folder, for the tests that boot them.
#   install-kernels.sh FOLDER [NAME...]        names: 6.1 6.12 newest; all of them if none is given
# Each gets FOLDER/NAME/vmlinuz and FOLDER/NAME/modules/*.ko. Fetched with a source list and state of its own, from the
# mirror and with the keys that this machine's apt already uses, and unpacked rather than installed. What is there already
# is left alone.
set -euo pipefail

# overlay: a file system that the tricks need. dummy: a network card that does nothing, to be loaded and refused.
modules=(overlay dummy)

say() { printf '%s\n' "kernels: $*"; }
die() {
  say "$*"
  exit 2
}

[ $# -ge 1 ] || die "usage: install-kernels.sh FOLDER [NAME...]"
mkdir -p "$1"
folder="$(readlink -f "$1")"
shift
[ $# -gt 0 ] || set -- 6.1 6.12 newest

missing=()
is_whole() {
  local file
  for file in vmlinuz "${modules[@]/#/modules/}"; do
    [ -r "$folder/$1/$file" ] || [ -r "$folder/$1/$file.ko" ] || return 1
  done
}
for name in "$@"; do
  is_whole "$name" || missing+=("$name")
done
[ ${#missing[@]} -gt 0 ] || exit 0
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
  die "this is no Debian: put a kernel into each of ${missing[*]/#/$folder/}, named vmlinuz, and ${modules[*]} as modules/*.ko"

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
: >"$state/status"
for suite in bookworm bookworm-backports trixie-backports; do
  echo "deb [signed-by=$keyring] $mirror $suite main"
done >"$state/sources.list"
options=(
  -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null
  -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null
  -o Dir::State::Lists="$state/lists" -o Dir::State::status="$state/status"
  -o Dir::Cache::Archives="$state/archives" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  -o APT::Sandbox::User=root
)

say "fetching ${missing[*]} into $folder (the tests boot them with QEMU)"
apt-get -qq "${options[@]}" update || die "cannot read the package lists from $mirror: check the network and run this again"

# The newest cloud kernel whose version begins like that.
package() {
  apt-cache "${options[@]}" search --names-only "^linux-image-$1[^ ]*-cloud-amd64\$" |
    awk '{ print $1 }' | sort -V | tail -1
}

# A module as the kernel takes it: packages have some of them compressed.
place_module() {
  local file
  file="$(find "$1" -path "*/kernel/*/$3.ko*" -type f | head -1)"
  case "$file" in
    *.xz) busybox xzcat "$file" >"$2/$3.ko" ;;
    *.ko) cp "$file" "$2/$3.ko" ;;
    *) return 1 ;;
  esac
}

for name in "${missing[@]}"; do
  case "$name" in
    newest) image="$(package '[0-9]')" ;;
    *) image="$(package "${name//./\\.}[.-]")" ;;
  esac
  [ -n "$image" ] || die "$mirror has no kernel $name any more"
  mkdir -p "$state/$name"
  (
    cd "$state/$name"
    apt-get -qq "${options[@]}" download "$image"
    # Later packages keep the kernel itself, and its modules, in ones of their own.
    for other in "linux-binary-${image#linux-image-}" "linux-modules-${image#linux-image-}"; do
      if apt-cache "${options[@]}" show "$other" >/dev/null 2>&1; then
        apt-get -qq "${options[@]}" download "$other"
      fi
    done
    for file in *.deb; do dpkg-deb -x "$file" files; done
  ) || die "cannot fetch $image from $mirror: run this again"
  mkdir -p "$folder/$name/modules"
  for module in "${modules[@]}"; do
    place_module "$state/$name/files" "$folder/$name/modules" "$module" || die "$image has no module $module"
  done
  echo "${image#linux-image-}" >"$folder/$name/release"
  cp "$(find "$state/$name/files" -name 'vmlinuz*' -type f | head -1)" "$folder/$name/vmlinuz"
  say "ready: ${image#linux-image-}"
done
