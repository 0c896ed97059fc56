#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures the window on a large profile: tests/performance/list.sh BUILD-DIR [ROUNDS]. Start to first screen against a
# profile without mail; in its largest folder (60 of 100 messages) the first screen after a click, all rows, jumps,
# sorting by each column, scrolling through all of it a screen for each frame; memory. The window is the program's
# own, on Qt's offscreen platform. Medians of ROUNDS; for frames the longest of all, once.
#
# 200,000 messages of a few lines; POPLAR_PERFORMANCE_LIST=1000000 gives the number, as page.sh and packaging/test.sh --long
# do, POPLAR_PERFORMANCE_PROFILE=DIR a profile that is there already. As root with POPLAR_PERFORMANCE_COLD=1 starts are measured with empty disk caches
# too. See common.sh.
set -euo pipefail
programs="make-profile list-bench"
. "$(dirname "$0")/common.sh"
limit=900 # seconds; scrolling through 600,000 rows takes minutes

mkdir -m 700 "$work/run"
export XDG_RUNTIME_DIR=$work/run
profile=${POPLAR_PERFORMANCE_PROFILE:-$work/large}
if [ -n "${POPLAR_PERFORMANCE_PROFILE:-}" ]; then
    section "The window on $(basename "$profile")"
else
    count=$((${POPLAR_PERFORMANCE_LIST:-200000} / scale))
    section "The window on $count messages"
    begun=$EPOCHREALTIME
    echo "  $("$bin/make-profile" brief $count --profile "$profile")"
    echo "  made in $(since "$begun") s"
fi
"$bin/make-profile" brief 0 --profile "$work/empty"

# start_time NAME PROFILE
start_time() { POPLAR_STARTED=$EPOCHREALTIME collect "$work/$1" timeout $limit "$bin/list-bench" start "$2"; }
forget() { sync && echo 3 >/proc/sys/vm/drop_caches; }

start_time first.facts "$profile" # once for warmth
for _ in $(seq "$rounds"); do
    start_time empty.facts "$work/empty"
    start_time large.facts "$profile"
    collect "$work/list.facts" timeout $limit "$bin/list-bench" list "$profile"
done
collect "$work/scroll.facts" timeout $limit "$bin/list-bench" scroll "$profile"
if [ "${POPLAR_PERFORMANCE_COLD:-0}" = 1 ] && [ -w /proc/sys/vm/drop_caches ]; then
    for _ in $(seq "$rounds"); do
        forget
        start_time empty-cold.facts "$work/empty"
        forget
        start_time large-cold.facts "$profile"
    done
fi
for facts in "$work"/*.facts; do sed "s/^/  $(basename "$facts" .facts): /" "$facts"; done
echo

start_goal() { # words empty large limit
    local empty large
    empty=$(middle start "$work/$2")
    large=$(middle start "$work/$3")
    judge "$1" "${large%.*} ms, without mail ${empty%.*} ms" "$(awk -v a="$large" -v b="$empty" 'BEGIN { printf "%.2f", (a - b) / 1000 }')" \
        at-most "$4" s
}
start_goal "start to first screen, above that of an empty profile" empty.facts large.facts 1
if [ -e "$work/large-cold.facts" ]; then
    start_goal "the same with empty disk caches" empty-cold.facts large-cold.facts 2
fi
listed() { middle "$1" "$work/list.facts"; }
rows=$(listed rows)
folder="${rows%.*} rows"
judge "first screen of the largest folder, click to paint request" "$folder; all rows after $(listed all_rows) ms" \
    "$(listed first_screen)" at-most 20 ms
judge "jump to its end" "$folder" "$(listed to_end)" at-most 50 ms
judge "sort by date, all rows" "$folder; first screen after $(listed by_date_screen) ms" "$(listed by_date)" at-most 150 ms
judge "sort by sender, all rows" "$folder; first screen after $(listed by_sender_screen) ms" "$(listed by_sender)" at-most 150 ms
judge "sort by subject, all rows" "$folder; first screen after $(listed by_subject_screen) ms" "$(listed by_subject)" at-most 600 ms
judge "sort by size, all rows" "$folder; first screen after $(listed by_size_screen) ms" "$(listed by_size)" at-most 150 ms
scrolled() { middle "$1" "$work/scroll.facts"; }
frames=$(scrolled frames)
judge "longest step of finding fonts, in the GUI thread when idle" "a script at a time" "$(scrolled fonts_longest)" at-most 16 ms
judge "longest frame in the GUI thread while scrolling through it" \
    "${frames%.*} frames, half below $(scrolled frame_p50) ms, 99 % below $(scrolled frame_p99) ms" \
    "$(scrolled frame_longest)" at-most 16 ms
judge "memory (RSS) afterwards" "that folder open; after sorting $(listed rss) MB" "$(scrolled rss)" at-most 250 MB
exit $failed
