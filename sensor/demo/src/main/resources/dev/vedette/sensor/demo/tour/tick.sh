#!/bin/sh
# A small service: a little work, ten times a second.
while :; do
    i=0
    while [ $i -lt 4000 ]; do i=$((i + 1)); done
    sleep 0.1
done
