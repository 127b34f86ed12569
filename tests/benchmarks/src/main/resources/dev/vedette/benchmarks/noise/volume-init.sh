# Makes a volume fit for another user, as fsGroup and many charts do.
mkdir -p /data/cache /data/uploads
chown -R 1000:1000 /data
chmod 2775 /data /data/cache /data/uploads
find /data -type d -exec chmod g+s {} +
cp -a /etc/skel/. /data/ && ln -sfn cache /data/current
