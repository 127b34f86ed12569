#!/bin/sh
# Compiles the program of tricks for containers. usage: build.sh <directory>
set -eu
root=$(cd "$(dirname "$0")" && pwd)
source="$root/src/main/c"
mkdir -p "$1"
command -v gcc >/dev/null || {
    echo "build.sh: no gcc; install it: apt-get install gcc libc6-dev" >&2
    exit 1
}
if [ -f "$1/nothing32" ] && [ -z "$(find "$source" "$root/build.sh" -newer "$1/nothing32" -type f)" ]; then
    exit 0
fi

# At a fixed place below 4 GiB, so that 32-bit calls can be given its data.
gcc -O1 -Wall -Wextra -Werror -static -no-pie -fno-pie -mno-red-zone -I "$source" -o "$1/tricks" \
    "$source/tricks.c" "$source/contexts.c" "$source/compat.c" "$source/uring.c" \
    "$source/files.c" "$source/file_calls.c" "$source/file_ways.c" "$source/changes.c" "$source/execs.c" \
    "$source/mounts.c" "$source/namespaces.c" \
    "$source/sockets.c" "$source/datagrams.c" "$source/unixes.c" "$source/socket_calls.c" -lpthread
freestanding="-Os -Wall -Wextra -Werror -static -nostdlib -ffreestanding -no-pie -fno-pic -fno-stack-protector"
# shellcheck disable=SC2086
{
    gcc $freestanding -o "$1/nothing" "$source/nothing.c"
    # Needs no library, and so no compiler for another machine.
    gcc -m32 $freestanding -o "$1/tricks32" "$source/tricks32.c"
    gcc -m32 $freestanding -o "$1/nothing32" "$source/nothing.c"
}
