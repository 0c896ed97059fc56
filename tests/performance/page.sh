#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs the measurements of store, search, list and reading and puts their tables into the README, between the lines
# "<!-- performance: begin -->" and "<!-- performance: end -->": tests/performance/page.sh BUILD-DIR [ROUNDS]. With
# --insert PAGE README it only puts the file PAGE there. Exit code as the measurements'. The machine should be idle;
# POPLAR_PERFORMANCE_MESSAGES holds for the search, POPLAR_PERFORMANCE_LIST (here 1000000) for the list. See common.sh.
set -euo pipefail
export POPLAR_PERFORMANCE_LIST=${POPLAR_PERFORMANCE_LIST:-1000000}
here=$(dirname "$(realpath "$0")")

insert() { # page readme
    grep -qxF '<!-- performance: begin -->' "$2" && grep -qxF '<!-- performance: end -->' "$2" ||
        { echo "$2 has no place for the page" >&2; exit 2; }
    awk -v page="$1" '
        $0 == "<!-- performance: end -->" { inside = 0 }
        !inside { print }
        $0 == "<!-- performance: begin -->" { inside = 1; while ((getline line < page) > 0) print line }
    ' "$2" >"$2.new"
    cat "$2.new" >"$2"
    rm "$2.new"
}

if [ "${1:-}" = --insert ]; then
    insert "$2" "$3"
    exit
fi

build=${1:?usage: page.sh BUILD-DIR [ROUNDS]}
page=$(mktemp)
trap 'rm -f "$page"' EXIT
processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1)
memory=$(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo)
. /etc/os-release
{
    echo
    echo "Measured on $(date -u +%Y-%m-%d) by \`tests/performance/page.sh BUILD-DIR\`, medians of ${2:-3}: ${processor:-$(uname -m)}, $(nproc) processors,"
    echo "$memory GB, $(stat -f -c %T "${TMPDIR:-/var/tmp}") on $PRETTY_NAME. Each figure has its baseline from the same run."
    echo "Set were $(env | sed -n 's/^\(POPLAR_PERFORMANCE_[A-Z]*=[0-9]*\)$/`\1`/p' | sort | paste -sd " ")."
} >"$page"
failed=0
for measurement in ingest search list read; do
    POPLAR_PERFORMANCE_PAGE=$page "$here/$measurement.sh" "$build" "${2:-3}" || failed=$?
    [ $failed -lt 2 ] || exit $failed
    echo
done
echo >>"$page"
insert "$page" "$here/../../README.md"
exit $failed
