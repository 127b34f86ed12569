#!/bin/sh
# Compiles the program of 32-bit calls. usage: build.sh <program>
set -eu
source=$(cd "$(dirname "$0")" && pwd)
if [ "$(uname -m)" != x86_64 ]; then
    exit 0
fi
if [ -f "$1" ] && [ -z "$(find "$source" -newer "$1" -type f)" ]; then
    exit 0
fi
command -v gcc >/dev/null || {
    echo "build.sh: no gcc; install it: apt-get install gcc libc6-dev" >&2
    exit 1
}
mkdir -p "$(dirname "$1")"
# Needs no library, and so no compiler for another machine.
gcc -m32 -Os -Wall -Wextra -Werror -static -nostdlib -ffreestanding -no-pie -fno-pic -fno-stack-protector \
    -o "$1" "$source/calls32.c"
