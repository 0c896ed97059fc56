#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The window of mail on a server with a mailbox of 20,000 messages, over TLS from a private Dovecot on loopback:
# tests/performance/server-view.sh BUILD-DIR [ROUNDS]. From opening the window to the rows, with nothing known and with
# everything known; then until all headers are there. Medians of ROUNDS. See common.sh.
set -euo pipefail
programs="make-mailbox serve-maildirs server-bench"
. "$(dirname "$0")/common.sh"

count=$((20000 / scale))
section "The mail on a server of $count messages"
echo "mailbox: $("$bin/make-mailbox" small $count "$mail/large")"
serve
# Dovecot makes its own index of a mailbox that it has not seen: that is not the window's time.
export TMPDIR=$work
timeout $limit "$bin/server-bench" "$port" large "$work/password" "$ca" $count >/dev/null || give_up "server-bench failed"
for _ in $(seq "$rounds"); do
    collect "$work/view.facts" timeout $limit "$bin/server-bench" "$port" large "$work/password" "$ca" $count
done
sed 's/^/  /' "$work/view.facts"
echo
viewed() { middle "$1" "$work/view.facts"; }
judge "opening to all rows, nothing known before" "$count rows; all headers $(viewed all_headers) s later" \
    "$(viewed first_rows)" at-most 1 s
judge "opening to all rows, from what is known" "nothing new is found $(viewed second_look) s later" \
    "$(viewed cached_rows)" at-most 200 ms
judge "processor time that the window's thread takes at a time, at most" "while rows and headers come" \
    "$(viewed longest_turn)" at-most 16 ms
exit $failed
