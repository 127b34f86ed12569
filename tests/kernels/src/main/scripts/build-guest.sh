#!/usr/bin/env bash
# Makes the file system that the kernels of the tests boot into: busybox, a small Java, the probes and the deeds.
#   build-guest.sh FOLDER CLASS_PATH KERNELS
# The folder gets root.cpio. KERNELS is where install-kernels.sh has put them: the image gets the modules of all.
set -euo pipefail
here="$(cd "$(dirname "$(readlink -f "$0")")" && pwd)"
[ $# -eq 3 ] || {
  echo "usage: build-guest.sh FOLDER CLASS_PATH KERNELS" >&2
  exit 2
}
mkdir -p "$1"
folder="$(readlink -f "$1")"
kernels="$(readlink -f "$3")"
IFS=: read -ra class_path <<<"$2"
root="$folder/root"
image="$folder/root.cpio"

bpftool=$(command -v bpftool || echo /usr/sbin/bpftool)
PATH="$PATH:/usr/sbin" # where Debian has runc, and which a user's lacks
for tool in gcc cpio runc crun "$bpftool" "${BUSYBOX:=/bin/busybox}" "${JAVA_HOME:?is not set}/bin/jlink"; do
  command -v "$tool" >/dev/null || {
    echo "build-guest.sh: $tool is missing: apt-get install gcc libc6-dev cpio busybox-static bpftool runc crun" >&2
    exit 1
  }
done

rm -rf "$root"
mkdir -p "$root"/{app,bin,dev,proc,sys,tmp,scratch,lib,lib64,opt,modules,shared}
if [ ! -x "$folder/jre/bin/java" ]; then
  rm -rf "$folder/jre"
  # jdk.unsupported: jffi uses Unsafe. java.logging: so does jnr-ffi.
  "$JAVA_HOME/bin/jlink" --add-modules java.base,java.logging,jdk.unsupported --strip-debug --no-header-files \
    --no-man-pages --generate-cds-archive --output "$folder/jre"
fi
cp -al "$folder/jre" "$root/jre"

cp "$BUSYBOX" "$root/bin/busybox"
for name in sh sleep; do ln -s busybox "$root/bin/$name"; done
cp /usr/bin/unshare "$bpftool" "$root/bin/"
cp "$(command -v runc)" "$(command -v crun)" "$root/bin/"
cp "$here/contain" "$here/run-container" "$here/begin-container" "$here/run-devices" "$root/bin/"
for kernel in "$kernels"/*/; do
  if [ -d "$kernel/modules" ]; then cp -r "$kernel/modules" "$root/modules/$(cat "$kernel/release")"; fi
done
gcc -O1 -Wall -Wextra -Werror -static -o "$root/bin/deeds" "$here/../c/deeds.c"
gcc -Os -Wall -Wextra -Werror -static -nostdlib -ffreestanding -no-pie -fno-pic -fno-stack-protector \
  -o "$root/bin/nothing" "$here/../c/nothing.c"
gcc -O1 -Wall -Wextra -Werror -static -o "$root/bin/verify" "$here/../c/verify.c" -lbpf -lelf -lz
gcc -O1 -Wall -Wextra -Werror -static -o "$root/bin/workload" "$here/../../../../benchmarks/src/main/c/workload.c"
printf '#!/bin/nothing\n' >"$root/bin/script"
chmod 755 "$root/bin/script"
cp "$here/init" "$root/init"
chmod 755 "$root/init"

# What Java, libbpf and the runtimes are linked against, where the loader looks first.
libraries() {
  { ldd "$root/bin/bpftool" "$root/jre/bin/java" "$root"/jre/lib/*.so "$root"/jre/lib/server/libjvm.so
    ldd "$root/bin/runc" "$root/bin/crun"
    ldd "$(ldconfig -p | sed -n 's/.*libbpf\.so\.1 .*=> //p' | head -1)"; } |
    sed -n 's/.*=> \(\/[^ ]*\) (.*/\1/p' | grep -v "^$root" | sort -u
  ldconfig -p | sed -n 's/.*libbpf\.so\.1 .*=> //p' | head -1
}
libraries | while read -r library; do cp -L "$library" "$root/lib/"; done
cp -L /lib64/ld-linux-x86-64.so.2 "$root/lib64/"

# jffi unpacks its library to load it; no harm, it goes to /tmp.
list=
for entry in "${class_path[@]}"; do
  name="$(basename "$entry")"
  if [ -d "$entry" ]; then
    name="$(echo "$entry" | tr / _).jar"
    "$JAVA_HOME/bin/jar" --create --no-compress --file "$root/app/$name" -C "$entry" .
  else
    cp "$entry" "$root/app/"
  fi
  list="$list:/app/$name"
done

for entry in "$root"/app/probes-bpf*.jar "$root"/app/*classes.jar; do
  (cd "$root/app" && "$JAVA_HOME/bin/jar" --extract --file "$entry" dev/vedette/probes/vedette.bpf.o)
done
mv "$root/app/dev/vedette/probes/vedette.bpf.o" "$root/app/"
for entry in "$root"/app/tests-tricks*.jar "$root"/app/*tricks_target_classes.jar; do
  if [ -f "$entry" ]; then (cd "$root/app" && "$JAVA_HOME/bin/jar" --extract --file "$entry" dev/vedette/tests/tricks); fi
done
for name in tricks tricks32 nothing nothing32; do
  install -m 755 "$root/app/dev/vedette/tests/tricks/$name" "$root/opt/$name"
done
rm -r "$root/app/dev"

# Loading classes is most of a start, and an emulated machine is some twenty times slower: so the classes of one run are
# kept for the next ones. The run attaches the probes here, in a mount namespace of its own, for as long as it takes. Some
# deeds would reach this machine's kernel (a next kernel that was made ready would be unloaded, modules loaded and removed):
# without these capabilities it refuses them, whoever runs this.
flags=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -Xmx256m -Djdk.lang.Process.launchMechanism=VFORK
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp "${list#:}")
echo "${flags[*]}" >"$root/app/flags"
timeout --kill-after=10 600 unshare -m sh -c '
  mount --bind "$0" "$0" && mount -t proc proc "$0/proc" && mount -t sysfs sys "$0/sys" && mount -t tmpfs tmp "$0/tmp" &&
  exec setpriv --bounding-set=-sys_boot,-sys_module chroot "$0" "$@"' "$root" \
  /jre/bin/java -XX:AOTCacheOutput=/app/guest.aot "${flags[@]}" dev.vedette.tests.kernels.Guest /tmp/report LSM deeds,denials \
  >"$folder/train.log" 2>&1 || {
  echo "build-guest.sh: the run that collects classes failed or did not end, see $folder/train.log" >&2
  exit 1
}
(cd "$root" && find . | cpio --quiet -o -H newc) >"$image.new"
mv "$image.new" "$image"
