# Makes the data folder, as an init container of a database does.
test -s /data/pg/PG_VERSION || /usr/lib/postgresql/15/bin/initdb -U postgres -D /data/pg -A trust >/dev/null
