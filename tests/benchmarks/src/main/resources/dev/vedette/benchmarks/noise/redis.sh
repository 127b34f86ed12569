# A key-value store that saves and rewrites its log, as the unprivileged user of its package.
exec redis-server --bind 127.0.0.1 --dir /data --appendonly yes --save 5 10 --auto-aof-rewrite-min-size 64kb
