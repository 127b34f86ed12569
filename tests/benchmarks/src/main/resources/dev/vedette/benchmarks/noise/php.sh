# A scripting language's own web server, which many small sites run behind a proxy.
mkdir -p /srv/php && cd /srv/php
echo '<?php file_put_contents("/tmp/count", (int)@file_get_contents("/tmp/count") + 1); echo phpversion(), " ", file_get_contents("/tmp/count");' >/srv/php/index.php
(sleep 2; while true; do curl -s -o /dev/null http://127.0.0.1:8090/; sleep 0.3; done) &
exec php -S 127.0.0.1:8090 -t /srv/php
