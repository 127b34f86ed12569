#!/usr/bin/env bash
# Puts more container runtimes into a folder, for the tests that run the real ones.
#   install-runtimes.sh FOLDER
# containerd 2 goes to FOLDER/containerd-2, Docker Engine and its client to FOLDER/docker, a registry for images to
# FOLDER/registry, what signs them to FOLDER/skopeo, gVisor to FOLDER/gvisor, and CRIU to FOLDER/criu. What is there is
# left alone.
set -euo pipefail

here="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
unpack="$here/../sensor/demo/src/main/scripts/unpack-debian.sh"
say() { printf '%s\n' "runtimes: $*"; }
die() {
  say "$*"
  exit 2
}

[ $# -eq 1 ] || die "usage: install-runtimes.sh FOLDER"
mkdir -p "$1"
folder="$(readlink -f "$1")"

# Debian 13 has 1.7; what is being prepared has 2.x, which needs no newer C library than Debian 12's.
if ! "$folder/containerd-2/usr/bin/containerd" --version 2>/dev/null | grep -q ' 2\.'; then
  say "fetching containerd 2 into $folder/containerd-2"
  "$unpack" sid "$folder/containerd-2" containerd
  "$folder/containerd-2/usr/bin/containerd" --version >/dev/null || die "the fetched containerd 2 does not start here"
fi

# Not installed: the package would start a daemon on the machine's own sockets and change its packet filter.
if ! "$folder/docker/usr/sbin/dockerd" --version >/dev/null 2>&1 || [ ! -x "$folder/docker/usr/bin/docker" ]; then
  say "fetching Docker Engine into $folder/docker"
  "$unpack" trixie "$folder/docker" docker.io docker-cli
  "$folder/docker/usr/sbin/dockerd" --version >/dev/null || die "the fetched Docker Engine does not start here"
fi

# Not installed: the package would start a registry on all of the machine's addresses.
if ! "$folder/registry/usr/bin/docker-registry" --version >/dev/null 2>&1; then
  say "fetching a registry into $folder/registry"
  "$unpack" bookworm "$folder/registry" docker-registry
  "$folder/registry/usr/bin/docker-registry" --version >/dev/null || die "the fetched registry does not start here"
fi

# Debian 12's own cannot sign in the form of cosign. This one needs a newer C library than the machine has, so it is
# started by the loader of that library, which is fetched with it.
if ! "$folder/skopeo/skopeo" --version >/dev/null 2>&1; then
  say "fetching skopeo into $folder/skopeo"
  "$unpack" trixie "$folder/skopeo" skopeo libc6 libgpgme11t64 libassuan9 libgpg-error0 libsqlite3-0 libsubid5
  loader="$(find "$folder/skopeo/usr/lib" -name 'ld-linux-*.so.*' | head -1)"
  printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
    "$loader" "$(dirname "$(find "$folder/skopeo/usr/lib" -name libc.so.6 | head -1)")" "$folder/skopeo/usr/bin/skopeo" \
    >"$folder/skopeo/skopeo"
  chmod 755 "$folder/skopeo/skopeo"
  "$folder/skopeo/skopeo" --version >/dev/null || die "the fetched skopeo does not start here"
fi

# Debian 12's own can only answer system calls by ptrace.
if ! "$folder/gvisor/usr/bin/runsc" --version >/dev/null 2>&1; then
  say "fetching gVisor into $folder/gvisor"
  "$unpack" sid "$folder/gvisor" runsc
  "$folder/gvisor/usr/bin/runsc" --version >/dev/null || die "the fetched gVisor does not start here"
fi

# Debian 12's own (3.17) fails on the vDSO of Linux 6.18. This one needs a newer C library than the machine
# has, so it is started by the loader of that library, which is fetched with it.
if ! "$folder/criu/criu" --version >/dev/null 2>&1; then
  say "fetching CRIU into $folder/criu"
  "$unpack" sid "$folder/criu" criu libc6 libnet9 libnl-3-200 libprotobuf-c1 libbsd0 libmd0 libnftables1 libnftnl11 \
    libmnl0 libxtables12 libjansson4 libgmp10 libedit2 libtinfo6 libuuid1 libcap2 libgnutls30t64 libp11-kit0 libidn2-0 \
    libunistring5 libtasn1-6 libhogweed6t64 libnettle8t64 libffi8 libzstd1 zlib1g libbrotli1
  loader="$(find "$folder/criu/usr/lib" -name 'ld-linux-*.so.*' | head -1)"
  printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
    "$loader" "$(dirname "$(find "$folder/criu/usr/lib" -name libc.so.6 | head -1)")" "$folder/criu/usr/sbin/criu" \
    >"$folder/criu/criu"
  chmod 755 "$folder/criu/criu"
  "$folder/criu/criu" --version >/dev/null || die "the fetched CRIU does not start here"
fi
