#!/bin/sh
# Compiles what the ring benchmark compares with. usage: build.sh <directory>
set -eu
root=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
clang=$(command -v clang-14 || command -v clang) || {
    echo "build.sh: no clang; install it: apt-get install clang-14" >&2
    exit 1
}
"$clang" -O2 -g -Wall -Werror -target bpf -mcpu=v3 -I "/usr/include/$(uname -m)-linux-gnu" \
    -c "$root/src/main/bpf/fill.bpf.c" -o "$1/fill.bpf.o"
gcc -O2 -Wall -Wextra -Werror "$root/src/main/c/ring_consumer.c" -o "$1/ring_consumer" -lbpf
gcc -O2 -Wall -Wextra -Werror "$root/src/main/c/workload.c" -o "$1/workload"
gcc -O2 -Wall -Wextra -Werror -static -pthread "$root/src/main/c/neighbour.c" -o "$1/neighbour"
"$clang" -O2 -g -Wall -Werror -target bpf -mcpu=v3 -I "/usr/include/$(uname -m)-linux-gnu" \
    -c "$root/src/main/bpf/previous.bpf.c" -o "$1/previous.bpf.o"
