# A network agent in the node's own network namespace: routes, interfaces, sockets, rules.
while true; do
  ip -j route show table all >/tmp/routes.json
  ip -s -j link >/tmp/links.json
  ss -s >/dev/null
  nft list ruleset >/tmp/rules 2>/dev/null
  timeout 5 ip monitor link route >/tmp/monitor || true
done
