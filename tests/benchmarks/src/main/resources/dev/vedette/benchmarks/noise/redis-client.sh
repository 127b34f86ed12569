# Its clients.
sleep 2
while true; do
  redis-benchmark -q -n 2000 -c 10 -t set,get,lpush -d 100 >/dev/null
  redis-cli bgrewriteaof >/dev/null
  sleep 3
done
