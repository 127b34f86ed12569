# A web service in Node that reads its templates, writes uploads, and has workers.
mkdir -p /srv/node/uploads && cd /srv/node
cat >/srv/node/server.js <<'JS'
const http = require('http'), fs = require('fs'), zlib = require('zlib'), cluster = require('cluster')
if (cluster.isPrimary) {
  cluster.fork(); cluster.fork()
  setInterval(() => http.get('http://127.0.0.1:3000/' + Date.now(), r => r.resume()).on('error', () => {}), 100)
} else {
  http.createServer((request, response) => {
    fs.writeFileSync('/srv/node/uploads/' + process.pid + '.tmp', zlib.gzipSync('x'.repeat(1000)))
    fs.renameSync('/srv/node/uploads/' + process.pid + '.tmp', '/srv/node/uploads/' + process.pid)
    response.end(JSON.stringify({url: request.url, memory: process.memoryUsage().rss}))
  }).listen(3000, '127.0.0.1')
}
JS
exec node /srv/node/server.js
