#!/usr/bin/env bash
# Puts kernels of Debian into a folder, for the tests that boot them.
#   install-kernels.sh FOLDER [NAME...]        names: 6.1 6.12 newest; all of them if none is given
# Each gets FOLDER/NAME/vmlinuz and FOLDER/NAME/modules/*.ko, unpacked rather than installed. What is there already is left
# alone.
set -euo pipefail
here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
. "$here/../../../../../sensor/demo/src/main/scripts/debian-apt.sh"

# overlay: a file system that the tricks need. dummy: a network card that does nothing, to be loaded and refused.
# null_blk (and configfs for it): a disk that does nothing, so that what a read waits for is its limit.
modules=(overlay dummy configfs null_blk)
# veth: a network between a container and its node. sch_ingress and cls_bpf: programs on its interfaces. For the kernel on
# which containers are cut off by these.
network_modules=(veth sch_ingress cls_bpf)

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

modules_of() {
  echo "${modules[*]}$([ "$1" != 6.12 ] || echo " ${network_modules[*]}")"
}

missing=()
is_whole() {
  local module
  [ -r "$folder/$1/vmlinuz" ] || return 1
  for module in $(modules_of "$1"); do
    [ -r "$folder/$1/modules/$module.ko" ] || return 1
  done
}
for name in "$@"; do
  is_whole "$name" || missing+=("$name")
done
[ ${#missing[@]} -gt 0 ] || exit 0
command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
  die "this is no Debian: put a kernel into each of ${missing[*]/#/$folder/}, named vmlinuz, and ${modules[*]} (for 6.12 ${network_modules[*]} too) as modules/*.ko"

say "fetching ${missing[*]} into $folder (the tests boot them with QEMU)"
use_suites bookworm bookworm-backports trixie-backports

# The newest cloud kernel whose version begins like that.
package() {
  own apt-cache search --names-only "^linux-image-$1[^ ]*-cloud-amd64\$" |
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
    own apt-get -qq download "$image"
    # Later packages keep the kernel itself, and its modules, in ones of their own.
    for other in "linux-binary-${image#linux-image-}" "linux-modules-${image#linux-image-}"; do
      if own apt-cache show "$other" >/dev/null 2>&1; then
        own apt-get -qq download "$other"
      fi
    done
    for file in *.deb; do dpkg-deb -x "$file" files; done
  ) || die "cannot fetch $image from $mirror: run this again"
  mkdir -p "$folder/$name/modules"
  for module in $(modules_of "$name"); do
    place_module "$state/$name/files" "$folder/$name/modules" "$module" || die "$image has no module $module"
  done
  echo "${image#linux-image-}" >"$folder/$name/release"
  cp "$(find "$state/$name/files" -name 'vmlinuz*' -type f | head -1)" "$folder/$name/vmlinuz"
  say "ready: ${image#linux-image-}"
done
