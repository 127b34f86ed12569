# The data that is backed up.
while true; do
  for i in $(seq 1 50); do head -c 2000 /dev/urandom | base64 >"/data/file$i"; done
  sleep 10
done
