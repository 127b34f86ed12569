# A name server with a client that asks it.
(
  sleep 2
  exec python3 -c '
import socket, time
query = bytes.fromhex("123401000001000000000000") + b"\x03www\x07example\x00\x00\x01\x00\x01"
while True:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(1); s.sendto(query, ("127.0.0.1", 5353)); s.recv(512)
    time.sleep(0.5)'
) &
exec dnsmasq -k -p 5353 --listen-address=127.0.0.1 --bind-interfaces --no-resolv --no-hosts --address=/www.example/192.0.2.1 --pid-file=/tmp/dnsmasq.pid --user=root
