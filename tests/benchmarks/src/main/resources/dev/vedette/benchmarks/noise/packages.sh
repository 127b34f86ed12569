# What it was installed for.
exec /srv/venv/bin/python -c 'import sample, time
while True:
    print(time.time(), sample.VALUE, flush=True); time.sleep(5)'
