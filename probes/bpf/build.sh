#!/bin/sh
# Compiles the eBPF programs and links them into one CO-RE object.
# usage: build.sh <object>   tools: clang, bpftool, llvm-strip, libbpf's headers, a kernel with BTF
set -eu

root=$(cd "$(dirname "$0")" && pwd)
source="$root/src/main/bpf"
object=$1

tool() {
    for name in "$@"; do
        if command -v "$name"; then return; fi
        if [ -x "/usr/sbin/$name" ]; then echo "/usr/sbin/$name"; return; fi
    done
    echo "build.sh: none of '$*' found; install it: apt-get install clang-14 llvm-14 libbpf-dev bpftool" >&2
    exit 1
}

if [ -f "$object" ] && [ -z "$(find "$source" "$root/build.sh" -newer "$object" -type f)" ]; then
    exit 0
fi

CLANG=$(tool clang-14 clang)
STRIP=$(tool llvm-strip-14 llvm-strip)
BPFTOOL=$(tool bpftool)
case $(uname -m) in
    x86_64) arch=x86 ;;
    aarch64) arch=arm64 ;;
    *) echo "build.sh: no probes for $(uname -m) yet; build on x86_64 or aarch64" >&2; exit 1 ;;
esac

# A folder of this run's own, so that two builds at once do not read each other's half-written files.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$(dirname "$object")"
if [ ! -r /sys/kernel/btf/vmlinux ]; then
    echo "build.sh: /sys/kernel/btf/vmlinux is missing; build on a kernel with CONFIG_DEBUG_INFO_BTF" >&2
    exit 1
fi
"$BPFTOOL" btf dump file /sys/kernel/btf/vmlinux format c > "$work/vmlinux.h"

objects=
for file in "$source"/*.bpf.c; do
    name=$(basename "$file" .bpf.c)
    "$CLANG" -O2 -g -Wall -Werror -target bpf -mcpu=v3 "-D__TARGET_ARCH_$arch" \
        -I "$source/include" -I "$work" -c "$file" -o "$work/$name.bpf.o"
    # Line information stays for the verifier's messages (.BTF.ext); only DWARF goes.
    "$STRIP" -g "$work/$name.bpf.o"
    objects="$objects $work/$name.bpf.o"
done
# shellcheck disable=SC2086
"$BPFTOOL" gen object "$work/linked.bpf.o" $objects
mv "$work/linked.bpf.o" "$object"
