# Follows the logs of the node's pods, which it sees read-only, and remembers where it was.
exec python3 -c '
import glob, json, os, time
at = {}
while True:
    for name in glob.glob("/var/log/pods/*/*.log"):
        try:
            with open(name, "rb") as log:
                log.seek(at.get(name, 0)); lines = log.readlines(); at[name] = log.tell()
        except OSError:
            continue
    with open("/tmp/positions.new", "w") as out:
        json.dump(at, out)
    os.rename("/tmp/positions.new", "/tmp/positions")
    time.sleep(1)'
