#!/usr/bin/env bash
# Counts the tests of the last run, and lists those that passed at a second try only, and the skipped ones with their reasons. Where
# eBPF programs may be loaded nothing may be skipped but what this kernel cannot run, and it fails.
set -euo pipefail
root="${1:?the root of the checkout is missing}"

mapfile -t reports < <(find "$root" -path '*/target/surefire-reports/TEST-*.xml' | sort)
[ ${#reports[@]} -gt 0 ] || {
  echo "no test has run"
  exit 1
}

awk '
  function attribute(line, name,   found) {
    if (!match(line, " " name "=\"[^\"]*\"")) return ""
    found = substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    gsub(/&quot;/, "\"", found); gsub(/&lt;/, "<", found); gsub(/&gt;/, ">", found); gsub(/&amp;/, "\\&", found)
    return found
  }
  /<testcase / { total++; test = attribute($0, "classname") "." attribute($0, "name") }
  /<skipped/ {
    skipped++
    why = attribute($0, "message")
    # That of an assumption which does not hold is in what was thrown.
    if (why == "" && match($0, /TestAbortedException: /)) why = substr($0, RSTART + RLENGTH)
    print "skipped: " test ": " why
    if (why !~ /this kernel runs no programs of 32 bits/) avoidable++
  }
  /<flaky(Failure|Error)[ >]/ && !(test in flaky) { flaky[test]; print "passed at a second try only: " test ": " attribute($0, "message") }
  /<(failure|error)[ >]/ { failed++ }
  END {
    printf "%d passed, %d failed, %d skipped\n", total - skipped - failed, failed, skipped
    exit avoidable > 0 ? 3 : 0
  }
' "${reports[@]}" || {
  if [ "$(id -u)" -eq 0 ] && [ -e /sys/kernel/btf/vmlinux ]; then
    echo "tests were skipped although this machine can run them all"
    exit 1
  fi
}
