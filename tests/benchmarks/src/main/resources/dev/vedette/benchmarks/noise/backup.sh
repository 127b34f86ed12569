# A nightly job: copy, archive, checksums, old ones away.
mkdir -p /backup/data
rsync -a --delete /data/ /backup/data/
tar -czf "/backup/data-$(date +%s).tar.gz" -C /backup data
(cd /backup && sha256sum ./*.tar.gz >SHA256SUMS && sha256sum -c --quiet SHA256SUMS)
ls -1t /backup/*.tar.gz | tail -n +4 | xargs -r rm
