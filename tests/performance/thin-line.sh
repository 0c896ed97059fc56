#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Downloads over a long and narrow line (40 ms round trip, 50 Mbit/s, by slow-line) from a private Dovecot:
# tests/performance/thin-line.sh BUILD-DIR [ROUNDS]
#   pipelined  2,000 messages of 2 KB over TLS; poplar-cli, with all that makes them durable, takes at most
#              1.3 times as long as raw-fetch, which has 500 commands under way and keeps nothing
#   lock-step  100 messages from a server that does not announce PIPELINING, in the clear so that the line
#              can hide it; at most 1.3 times as long as raw-fetch, and no less than a round trip for each
# The times are those of whole processes, with the profile's opening. See common.sh.
set -euo pipefail
. "$(dirname "$0")/common.sh"

round_trip=40
megabits=50
many=$((2000 / scale))
few=$((scale > 5 ? 20 : 100 / scale))
echo "many: $("$bin/make-mailbox" small $many "$mail/many")"
echo "few:  $("$bin/make-mailbox" small $few "$mail/few")"
serve
start pipelined "$bin/slow-line" "$port" $round_trip $megabits
start lock-step "$bin/slow-line" "$plain_port" $round_trip $megabits no-pipelining
for mailbox in many few; do # Dovecot makes its index in the first session
    "$bin/raw-fetch" discard "$port" $mailbox "$password" "$ca" >/dev/null
done

run_raw() { # way mailbox
    case $1 in
    pipelined) timeout $limit "$bin/raw-fetch" discard "$(line_port "$1")" "$2" "$password" "$ca" ;;
    lock-step) timeout $limit "$bin/raw-fetch" lock-step "$(line_port "$1")" "$2" "$password" - ;;
    esac | cut -d' ' -f1
}
run_poplar() { poplar --json fetch | numbers fetched; }

seconds() { # client way mailbox count: prints the wall time, checks the count
    rm -rf "$work/profile"
    if [ "$1" = poplar ]; then
        add_account bench "$3" "$(line_port "$2")" "$([ "$2" = pipelined ] && echo tls || echo none)"
    fi
    sync -f "$work"
    sleep 0.5
    local start=$EPOCHREALTIME got
    got=$("run_$1" "$2" "$3") || give_up "$1 failed ($2)"
    since "$start"
    [ "$got" = "$4" ] || give_up "$1 fetched '$got' of $4 messages ($2)"
}

printf '\n%-10s %-8s %9s %9s   %s\n' way client seconds msg/s "all rounds"
for way in pipelined lock-step; do
    mailbox=$([ $way = pipelined ] && echo many || echo few)
    count=$([ $way = pipelined ] && echo $many || echo $few)
    for _ in $(seq "$rounds"); do
        for client in raw poplar; do
            seconds $client $way $mailbox "$count" >>"$work/$way.$client"
        done
    done
    for client in raw poplar; do
        t=$(median <"$work/$way.$client")
        awk -v w=$way -v c=$client -v t="$t" -v n="$count" -v all="$(tr '\n' ' ' <"$work/$way.$client")" \
            'BEGIN { printf "%-10s %-8s %9.2f %9.0f   %s\n", w, c, t, n / t, all }'
    done
done
echo
for way in pipelined lock-step; do
    goal "$way, Poplar x raw" "$(median <"$work/$way.poplar")" 1.3 "$(median <"$work/$way.raw")"
done
goal "lock-step, a round trip for each message x Poplar" \
    "$(awk -v n=$few -v r=$round_trip 'BEGIN { print n * r / 1000 }')" 1 "$(median <"$work/lock-step.poplar")"
exit $failed
