# A batch job that computes for a while, with temporary files and a result.
cd /tmp
python3 - <<'PY'
import csv, os, random, tempfile
with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as out:
    writer = csv.writer(out)
    for i in range(50_000):
        writer.writerow([i, random.random(), random.random()])
with open(out.name) as rows:
    total = sum(float(r[1]) * float(r[2]) for r in csv.reader(rows))
os.unlink(out.name)
print(total)
PY
sort -R /usr/share/common-licenses/GPL-3 | awk '{ n += length($0) } END { print n }' >/tmp/result
sqlite3 /tmp/result.db "create table t (n int); insert into t values ($(cat /tmp/result)); select sum(n) from t"
