#!/usr/bin/env bash
# Puts the file system of honest workloads into a folder: web servers, databases, languages, a compiler, and what else the
# benchmark of noise runs.
#   install-corpus.sh FOLDER
# It is one image for all of them, made of Debian's own packages as the machine's package sources have them.
set -euo pipefail
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../../../../../sensor/demo/src/main/scripts/debian-apt.sh"

say() { printf '%s\n' "corpus: $*"; }
die() {
  say "$*"
  exit 2
}

packages=(
  nginx-light haproxy redis-server redis-tools postgresql memcached apache2-bin
  python3 python3-venv python3-pip python3-setuptools python3-wheel nodejs openjdk-17-jdk-headless php8.2-cli
  gcc make libc6-dev git sqlite3
  cron logrotate rsync curl procps iproute2 nftables prometheus-node-exporter dnsmasq-base
  openssh-server openssh-client ca-certificates
)

[ $# -eq 1 ] || die "usage: install-corpus.sh FOLDER"
mkdir -p "$1"
folder="$(readlink -f "$1")"
[ ! -f "$folder/complete" ] || exit 0

command -v debootstrap >/dev/null || die "debootstrap is missing: apt-get install debootstrap"
say "making the workloads' file system in $folder (about 1.2 GiB, some minutes)"
use_suites bookworm
rm -rf "$folder/rootfs"
debootstrap --variant=minbase --include="$(IFS=,; echo "${packages[*]}")" bookworm "$folder/rootfs" "$mirror" \
  >"$folder/debootstrap.log" 2>&1 || die "debootstrap failed: see $folder/debootstrap.log"
rm -rf "$folder"/rootfs/var/cache/apt/archives/*.deb "$folder"/rootfs/var/lib/apt/lists/*
# What an init container is to install.
mkdir -p "$folder/rootfs/opt/packages"
(cd "$state" && own apt-get -qq download tree) || die "cannot download tree from $mirror: run this again"
cp "$state"/*.deb "$folder/rootfs/opt/packages/"
touch "$folder/complete"
