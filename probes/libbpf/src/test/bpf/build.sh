#!/bin/sh
# Compiles the test programs. usage: build.sh <object>
set -eu
source=$(dirname "$0")/ring.bpf.c
for clang in clang-14 clang; do
    if command -v "$clang" >/dev/null; then
        mkdir -p "$(dirname "$1")"
        exec "$clang" -O2 -g -Wall -Werror -target bpf -mcpu=v3 \
            -I "/usr/include/$(uname -m)-linux-gnu" -c "$source" -o "$1"
    fi
done
echo "build.sh: no clang; install it: apt-get install clang-14" >&2
exit 1
