# A database that archives its write-ahead log by a shell command, as its manual shows.
mkdir -p /data/archive
exec /usr/lib/postgresql/15/bin/postgres -D /data/pg -k /tmp -c listen_addresses=127.0.0.1 -c archive_mode=on \
  -c archive_timeout=10 -c archive_command='test ! -f /data/archive/%f && cp %p /data/archive/%f'
