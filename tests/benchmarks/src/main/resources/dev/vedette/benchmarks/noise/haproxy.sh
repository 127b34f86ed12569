# A load balancer before two small web servers, with health checks.
mkdir -p /srv/a /srv/b /run/haproxy && echo a >/srv/a/index.html && echo b >/srv/b/index.html
cat >/tmp/haproxy.cfg <<'CONF'
global
  user haproxy
  group haproxy
  chroot /var/lib/haproxy
  stats socket /run/haproxy/admin.sock mode 600
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
frontend web
  bind 127.0.0.1:8080
  default_backend servers
backend servers
  balance roundrobin
  server a 127.0.0.1:8081 check inter 1s
  server b 127.0.0.1:8082 check inter 1s
CONF
python3 -m http.server -b 127.0.0.1 -d /srv/a 8081 >/dev/null 2>&1 &
python3 -m http.server -b 127.0.0.1 -d /srv/b 8082 >/dev/null 2>&1 &
(sleep 3; while true; do curl -s -o /dev/null http://127.0.0.1:8080/; sleep 0.2; done) &
exec haproxy -W -f /tmp/haproxy.cfg
