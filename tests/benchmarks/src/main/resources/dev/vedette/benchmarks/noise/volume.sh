# The user that the volume is for.
while true; do
  date >/data/uploads/now.new && mv /data/uploads/now.new /data/uploads/now
  ln -sfn uploads /data/next && mv -T /data/next /data/current
  sleep 2
done
