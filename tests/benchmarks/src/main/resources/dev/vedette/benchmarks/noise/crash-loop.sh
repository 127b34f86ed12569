# A program that does not get far.
echo "starting with $(nproc) processors" && test -e /etc/app/config.yaml || { echo "no configuration" >&2; sleep 3; exit 1; }
