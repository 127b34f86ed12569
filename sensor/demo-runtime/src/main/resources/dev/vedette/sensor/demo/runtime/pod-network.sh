#!/bin/sh
# A CNI plug-in for pods that must reach nobody: both ends of a veth pair stay in the pod's own network namespace, so
# there is an eth0 with an address, and no way out. Protocol: CNI specification 0.4.0 (environment in, JSON out).
set -eu

case "${CNI_COMMAND:-}" in
  VERSION)
    echo '{"cniVersion":"0.4.0","supportedVersions":["0.3.0","0.3.1","0.4.0"]}'
    exit 0
    ;;
  DEL | CHECK) exit 0 ;;
  ADD) ;;
  *)
    echo '{"cniVersion":"0.4.0","code":4,"msg":"CNI_COMMAND must be ADD, DEL, CHECK or VERSION"}'
    exit 1
    ;;
esac

sum=$(printf '%s' "$CNI_CONTAINERID" | cksum | cut -d' ' -f1)
address="10.213.$((sum / 253 % 254 + 1)).$((sum % 253 + 2))"

# Without iproute2 the pod has loopback only, which is enough for all that stays inside.
if command -v ip >/dev/null 2>&1; then
  {
    nsenter --net="$CNI_NETNS" ip link add "$CNI_IFNAME" type veth peer name "far-end" &&
      nsenter --net="$CNI_NETNS" ip address add "$address/32" dev "$CNI_IFNAME" &&
      nsenter --net="$CNI_NETNS" ip link set "far-end" up &&
      nsenter --net="$CNI_NETNS" ip link set "$CNI_IFNAME" up
  } >&2 || true
fi

cat <<RESULT
{
  "cniVersion": "0.4.0",
  "interfaces": [{"name": "$CNI_IFNAME", "sandbox": "$CNI_NETNS"}],
  "ips": [{"version": "4", "address": "$address/32", "interface": 0}],
  "dns": {}
}
RESULT
