#!/bin/sh
# The main program of a demonstration container: does what it is told through a pipe, so that attacks come from the
# container's own tree and not from an exec session. It keeps the pipe open, so that orders wait while it is busy.
mkfifo /run/orders
exec 4<>/run/orders
while read -r order <&4; do
    sh -c "$order" 4<&-
done
