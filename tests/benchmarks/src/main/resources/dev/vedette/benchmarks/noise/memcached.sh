# A cache and a client in Python that speaks to it by hand.
cat >/tmp/client.py <<'PY'
import socket, time
time.sleep(2)
while True:
    with socket.create_connection(("127.0.0.1", 11211)) as s:
        for i in range(200):
            s.sendall(b"set key%d 0 60 5\r\nhello\r\nget key%d\r\n" % (i, i))
            s.recv(4096)
    time.sleep(0.5)
PY
python3 /tmp/client.py &
exec memcached -u memcache -l 127.0.0.1 -m 32
