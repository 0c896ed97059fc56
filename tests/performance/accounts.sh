#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fetches ten accounts of 100 messages each over a long line (200 ms round trip, 50 Mbit/s, by slow-line) from
# a private Dovecot, over TLS: tests/performance/accounts.sh BUILD-DIR [ROUNDS]
#   All at once takes at most a quarter of the time of one after the other. Serial is the sum of what the ten
#   checks take alone, each in a process of its own whose start does not count; parallel is one process from
#   its start to its end.
#   One server hangs: its first account, the first in the queue, gets nothing at all, or is cut off in the
#   middle of the messages. The nine others are done within 1.15 times the time they need beside a good one.
# POPLAR_PERFORMANCE_SCALE shortens the round trip. See common.sh.
set -euo pipefail
. "$(dirname "$0")/common.sh"

accounts=$(seq -w 10)
count=100
round_trip=$(awk -v s="$scale" 'BEGIN { print 200 / s }')
for n in $accounts; do
    "$bin/make-mailbox" small $count "$mail/user$n" >/dev/null
done
serve
for n in $accounts; do # Dovecot makes its index in the first session
    "$bin/raw-fetch" discard "$port" "user$n" "$password" "$ca" >/dev/null
done
start first "$bin/slow-line" "$port" "$round_trip" 50
start others "$bin/slow-line" "$port" "$round_trip" 50
start silent "$bin/slow-line" "$port" "$round_trip" 50 stall=0
start cut "$bin/slow-line" "$port" "$round_trip" 50 stall=60000

prepare() { # the line of the first account
    rm -rf "$work/profile"
    for n in $accounts; do
        add_account "account$n" "user$n" "$(line_port "$([ "$n" = 01 ] && echo "$1" || echo others)")"
    done
    sync -f "$work"
    sleep 0.5
}

serial() {
    prepare first
    for n in $accounts; do
        report=$(poplar --json fetch --account "account$n") || give_up "the check of account $n failed"
        [ "$(numbers fetched <<<"$report")" = $count ] || give_up "account $n is not complete"
        numbers seconds <<<"$report"
    done | awk '{ sum += $1 } END { printf "%.3f\n", sum }'
}

# parallel LINE: fetches all; appends the time until the nine others were done, and with a good line that of
# the whole.
parallel() {
    prepare "$1"
    local ended start=$EPOCHREALTIME
    ended=$(wc -l <"$work/others")
    # Not by poplar(): a signal would end only the function's shell. In the foreground, since timeout else passes
    # it on twice, and Poplar takes the second one for impatience.
    timeout --foreground $limit "$bin/poplar-cli" --profile "$work/profile" --json fetch >"$work/report" 2>/dev/null &
    local client=$!
    for _ in $(seq 3000); do
        [ "$(wc -l <"$work/others")" -ge $((ended + 9)) ] && break
        sleep 0.02
    done
    [ "$(wc -l <"$work/others")" -ge $((ended + 9)) ] || give_up "the nine others did not end"
    awk -v a="$start" 'NR > 1 { last = $1 > last ? $1 : last } END { printf "%.3f\n", last - a }' \
        "$work/others" >>"$work/others.$1"
    # timeout passes the signal on; Poplar ends its checks, and says what it has.
    [ "$1" = first ] || kill -TERM "$client"
    wait "$client" || [ "$1" != first ] || give_up "the checks failed"
    [ "$1" != first ] || since "$start" >>"$work/parallel"
    [ "$(numbers fetched <"$work/report" | grep -cx $count)" -ge $([ "$1" = first ] && echo 10 || echo 9) ] ||
        give_up "not all messages arrived ($1)"
}

for _ in $(seq "$rounds"); do
    serial >>"$work/serial"
    for line in first silent cut; do
        parallel $line
    done
done
printf '\n%-28s %9s   %s\n' what seconds "all rounds"
while read -r file words; do
    printf '%-28s %9.2f   %s\n' "$words" "$(median <"$work/$file")" "$(tr '\n' ' ' <"$work/$file")"
done <<END
serial ten, one after the other
parallel ten at once
others.first nine beside a good one
others.silent nine beside a silent one
others.cut nine beside one cut off
END
echo
goal "parallel x serial" "$(median <"$work/parallel")" 0.25 "$(median <"$work/serial")"
for line in silent cut; do
    goal "the others, $line x good" "$(median <"$work/others.$line")" 1.15 "$(median <"$work/others.first")"
done
exit $failed
