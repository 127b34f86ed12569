# A web service in Python with threads, a pool of worker processes, and SQLite beneath.
mkdir -p /srv/app && cd /srv/app
cat >/srv/app/service.py <<'PY'
import http.server, json, multiprocessing, os, sqlite3, subprocess, threading, time, urllib.request

def work(n):
    return sum(i * i for i in range(n))

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with sqlite3.connect("/srv/app/data.db") as db:
            db.execute("create table if not exists hits (at real)")
            db.execute("insert into hits values (?)", (time.time(),))
            count = db.execute("select count(*) from hits").fetchone()[0]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"hits": count, "host": os.uname().nodename}).encode())
    def log_message(self, *args):
        pass

if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 8000), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with multiprocessing.Pool(2) as pool:
        while True:
            pool.map(work, [10_000] * 8)
            for _ in range(20):
                urllib.request.urlopen("http://127.0.0.1:8000/").read()
            time.sleep(0.5)
PY
exec python3 /srv/app/service.py
