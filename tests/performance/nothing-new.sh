#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Checks a mailbox of 50,000 messages of which none is new, over TLS from a private Dovecot on loopback:
# tests/performance/nothing-new.sh BUILD-DIR [ROUNDS]. Poplar's check takes at most 1.2 times as long as
# raw-fetch needs for CAPA, sign-in, UIDL and QUIT, only reading the bytes.
#
# The goal is judged on the check itself, from connecting to the answer to QUIT, as each of them measures it:
# the window runs for days and checks every few minutes, so that starting a program and opening a profile are
# no part of it. The times of whole processes are printed beside it. See common.sh.
set -euo pipefail
. "$(dirname "$0")/common.sh"
rounds=${2:-9}

count=$((50000 / scale))
echo "mailbox: $("$bin/make-mailbox" small $count "$mail/known")"
serve
add_account known known "$port"
got=$(poplar --json fetch | numbers fetched) || give_up "the first fetch failed"
[ "$got" = $count ] || give_up "the first fetch got '$got' of $count messages"

run_raw() {
    local got start=$EPOCHREALTIME
    got=$(timeout $limit "$bin/raw-fetch" list "$port" known "$password" "$ca") || give_up "raw-fetch failed"
    since "$start" >>"$work/raw.process"
    [ "${got%% *}" = $count ] || give_up "raw-fetch saw '$got' instead of $count messages"
    echo "${got##* }" >>"$work/raw.check"
}
run_poplar() {
    local got start=$EPOCHREALTIME
    got=$(poplar --json fetch) || give_up "the check failed"
    since "$start" >>"$work/poplar.process"
    [ "$(numbers fetched <<<"$got")" = 0 ] || give_up "the check fetched something"
    [ "$(numbers kept <<<"$got")" = $count ] || give_up "the check did not see all messages"
    numbers seconds <<<"$got" >>"$work/poplar.check"
}

for _ in $(seq "$rounds"); do
    run_raw
    run_poplar
done
printf '\n%-8s %9s   %s\n' what seconds "all rounds"
for what in raw.check poplar.check raw.process poplar.process; do
    printf '%-14s %9.3f   %s\n' $what "$(median <"$work/$what")" "$(tr '\n' ' ' <"$work/$what")"
done
echo
goal "the check, Poplar x raw" "$(median <"$work/poplar.check")" 1.2 "$(median <"$work/raw.check")"
exit $failed
