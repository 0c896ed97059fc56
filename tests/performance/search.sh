#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures search against `grep -rlI` over the same messages as files: tests/performance/search.sh BUILD-DIR [ROUNDS].
# Eleven classes of queries, forty queries of each: the newest hundred hits as a window asks for them, and all hits.
# grep looks for a word of the same class, with everything in the cache; the median of ROUNDS. 100,000 light messages;
# POPLAR_PERFORMANCE_MESSAGES gives another number. See common.sh.
set -euo pipefail
programs="make-profile store-mail search-bench"
. "$(dirname "$0")/common.sh"

count=$((${POPLAR_PERFORMANCE_MESSAGES:-100000} / scale))
section "Searching $count messages"
echo "  $("$bin/make-profile" light $count --file "$work/mail.file" --maildir "$work/maildir" --queries "$work/queries")"
collect "$work/indexed.facts" "$bin/store-mail" "$work/mail.file" "$work/profile" index
rm "$work/mail.file"
"$bin/search-bench" "$work/profile" "$work/queries" >"$work/classes" || give_up "search-bench failed"

LC_ALL=C grep -rlI nothing-has-this "$work/maildir" >/dev/null || true # so that all is in the cache
printf '\n%-24s %9s %9s %9s %9s %9s %9s   ms\n' class hits "100: 50%" "100: 99%" "all: 50%" "all: 99%" grep
while IFS=$'\t' read -r class newest_50 newest_99 all_50 all_99 hits; do
    pattern=$(awk -F'\t' -v class="$class" '$1 == class { print $3; exit }' "$work/queries")
    rm -f "$work/grep.seconds"
    for _ in $(seq "$rounds"); do
        begun=$EPOCHREALTIME
        LC_ALL=C grep -rlIF -e "$pattern" "$work/maildir" >/dev/null || [ $? = 1 ] || give_up "grep failed"
        since "$begun" >>"$work/grep.seconds"
    done
    grep_ms=$(divide "$(median <"$work/grep.seconds")" 0.001 0)
    printf '%-24s %9s %9.2f %9.2f %9.2f %9.2f %9s\n' "$class" "$hits" "$newest_50" "$newest_99" "$all_50" "$all_99" "$grep_ms"
    judge "newest 100 at 99 %, $class, by grep's time" \
        "$newest_99 ms (half: $newest_50 ms; all of ${hits} hits: $all_50 ms), grep $grep_ms ms" \
        "$(divide "$newest_99" "$grep_ms" 4)" at-most 0.10 >>"$work/verdicts"
done <"$work/classes"
echo
cat "$work/verdicts"
exit $failed
