# The cron daemon with jobs of the image and one of the pod's, and logrotate among them.
mkdir -p /var/log/app
cat >/etc/cron.d/app <<'CRON'
* * * * * root date >>/var/log/app/app.log; find /tmp -type f -mmin +30 -delete
* * * * * root /usr/sbin/logrotate -s /var/lib/logrotate/app.status /etc/logrotate.d/app
CRON
printf '/var/log/app/*.log {\n  size 1\n  rotate 3\n  compress\n  missingok\n  postrotate\n    true\n  endscript\n}\n' >/etc/logrotate.d/app
exec cron -f
