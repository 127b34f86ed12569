#!/bin/sh
# The main program of a demonstration container: does what it is told through a pipe, so that attacks come from the
# container's own tree and not from an exec session. It keeps the pipe open, so that orders wait while it is busy, and
# gives it its name only then: what is written into a pipe that nobody has open is lost.
mkfifo /run/unopened
exec 4<>/run/unopened
mv /run/unopened /run/orders
while read -r order <&4; do
    sh -c "$order" 4<&-
done
