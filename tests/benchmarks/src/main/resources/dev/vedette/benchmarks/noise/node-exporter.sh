# A monitoring agent that looks at the node: its processes, network and files.
(sleep 3; while true; do curl -s http://127.0.0.1:19100/metrics | grep -c '^node_' >/dev/null; sleep 5; done) &
exec prometheus-node-exporter --web.listen-address=127.0.0.1:19100 --path.rootfs=/host
