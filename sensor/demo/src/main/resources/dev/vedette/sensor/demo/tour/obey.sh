#!/bin/sh
# The main program of a demonstration container: does what it is told through a pipe, so that attacks come from the
# container's own tree and not from an exec session.
mkfifo /run/orders
while :; do
    read -r order </run/orders && sh -c "$order"
done
