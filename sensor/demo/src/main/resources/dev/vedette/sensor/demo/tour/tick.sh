#!/bin/sh
# A small service: some work, several times a second.
while :; do
    i=0
    while [ $i -lt 25000 ]; do i=$((i + 1)); done
    sleep 0.1
done
