# Load, a dump, and vacuuming.
export PGHOST=127.0.0.1 PGUSER=postgres
until psql -qc 'select 1' >/dev/null 2>&1; do sleep 1; done
/usr/lib/postgresql/15/bin/pgbench -q -i -s 1 postgres >/dev/null 2>&1
while true; do
  /usr/lib/postgresql/15/bin/pgbench -c 4 -T 5 postgres >/dev/null 2>&1
  pg_dump postgres | gzip >/backup/postgres.sql.gz.new && mv /backup/postgres.sql.gz.new /backup/postgres.sql.gz
  psql -qc 'vacuum analyze' >/dev/null
  find /backup -name '*.gz' -mmin +60 -delete
  sleep 5
done
