#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures reading: tests/performance/read.sh BUILD-DIR [ROUNDS]. In the program's own window, on Qt's offscreen
# platform, 1,000 messages are selected one after the other; the time is that until the message is painted: reading
# it from the store, parsing, sanitising, layout and first paint. Once over generated mail, and once over the mail
# of POPLAR_PERFORMANCE_MAIL=DIR (else shared/mail beside the source, where that is), imported before. Medians of ROUNDS;
# the distribution is printed. See common.sh.
set -euo pipefail
programs="make-profile read-bench"
. "$(dirname "$0")/common.sh"
limit=900

mkdir -m 700 "$work/run"
export XDG_RUNTIME_DIR=$work/run
count=$((1000 / scale))
section "Reading $count messages"

# read_mail NAME WORDS PROFILE [FOLDER]
read_mail() {
    local name=$1 words=$2 profile=$3
    shift 3
    for _ in $(seq "$rounds"); do
        collect "$work/$name.facts" timeout $limit "$bin/read-bench" "$profile" $count "$@"
    done
    sed "s/^/  $name: /" "$work/$name.facts"
    printf '  %s: ' "$name"
    tail -1 "$work/$name.facts" | tr -d '{}"' | sed 's/.*longest: [0-9.]*, //; s/below_/< /g; s/beyond/more/'
    of() { middle "$1" "$work/$name.facts"; }
    judge "$words, selection to first paint, 95 %" \
        "half $(of p50) ms, 90 % $(of p90) ms, 99 % $(of p99) ms, longest $(of longest) ms" "$(of p95)" at-most 50 ms
}

"$bin/make-profile" real $((4 * count)) --profile "$work/generated" | sed 's/^/  /'
read_mail generated "$count generated messages" "$work/generated"
mail_folder=${POPLAR_PERFORMANCE_MAIL:-$(dirname "$(realpath "$0")")/../../../shared/mail}
if [ -d "$mail_folder" ] && [ "$scale" = 1 ]; then
    "$bin/make-profile" brief 0 --profile "$work/collected" >/dev/null
    read_mail collected "$count messages of other projects' suites" "$work/collected" "$mail_folder"
fi
exit $failed
