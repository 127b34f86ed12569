# A web server, its client beside it, and log rotation as Debian's own job does it.
mkdir -p /var/log/nginx /var/lib/nginx /srv/www
seq 1 2000 >/srv/www/numbers.txt
cat >/tmp/nginx.conf <<'CONF'
worker_processes 2;
pid /run/nginx.pid;
events { worker_connections 64; }
http { server { listen 127.0.0.1:8080; root /srv/www; access_log /var/log/nginx/access.log; } }
CONF
(
  sleep 2
  while true; do
    for i in $(seq 1 20); do curl -s http://127.0.0.1:8080/numbers.txt | wc -l >/dev/null; done
    mv /var/log/nginx/access.log /var/log/nginx/access.log.1
    kill -USR1 "$(cat /run/nginx.pid)"
    gzip -f /var/log/nginx/access.log.1
    sleep 5
  done
) &
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
