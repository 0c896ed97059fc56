#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures how fast mail becomes durable, how much is written for it, what deleting costs, and how fast it can be
# searched for: tests/performance/ingest.sh BUILD-DIR [ROUNDS]. All read the same messages from the same cache:
# raw-append appends them to one file with fdatasync after each 64; store-mail does what a check does after RETR;
# with the index it is held against `notmuch new` on the same messages as a Maildir. Medians. See common.sh.
#
# Bytes written are those that this process made the system write to its disks, by /proc/self/io, less those of
# temporary files that were removed before they got there.
set -euo pipefail
programs="make-profile store-mail raw-append"
. "$(dirname "$0")/common.sh"

count=$((20000 / scale))
indexed=$((10000 / scale))

section "Storing $count messages as large as real ones"
echo "  $("$bin/make-profile" real $count --file "$work/mail.file")"
for _ in $(seq "$rounds"); do
    rm -rf "$work/raw" "$work/profile"
    collect "$work/raw.facts" "$bin/raw-append" "$work/mail.file" "$work/raw"
    rm "$work/raw"
    collect "$work/stored.facts" "$bin/store-mail" "$work/mail.file" "$work/profile" delete
done
cat "$work/raw.facts" "$work/stored.facts" | sed 's/^/  /'

stored() { middle "$1" "$work/stored.facts"; }
bytes=$(stored bytes)
rate() { divide "$(divide "$bytes" 1000000)" "$1" 0; }
raw_seconds=$(middle seconds "$work/raw.facts")
judge "durable ingest without index, rate by that of raw append + fdatasync" \
    "$(rate "$(stored seconds)") MB/s, raw $(rate "$raw_seconds") MB/s" \
    "$(divide "$raw_seconds" "$(stored seconds)")" at-least 0.08
judge "syncs for a batch of 64" "$(stored syncs | cut -d. -f1) for $(stored batches | cut -d. -f1)" \
    "$(divide "$(stored syncs)" "$(stored batches)")" at-most 1.5
judge "bytes written by octet of mail" "vault, catalogue and its log" \
    "$(divide "$(stored written)" "$bytes")" at-most 0.75
judge "deleting 30 of 100 messages, by the time of storing all" "$(stored delete) s, $(stored seconds) s" \
    "$(divide "$(stored delete)" "$(stored seconds)" 3)" at-most 0.10
judge "longest step of giving their room back" \
    "$(divide "$(stored reclaimed)" 1000000 0) MB of segments in $(stored compact) s" "$(stored step)" at-most 0.5 s
rm -rf "$work/profile" "$work/mail.file"

echo
section "Storing and indexing $indexed messages as large as real ones"
echo "  $("$bin/make-profile" real $indexed --file "$work/mail.file" --maildir "$work/maildir")"
if command -v notmuch >/dev/null; then
    printf '[database]\npath=%s\n[user]\nname=Reader\nprimary_email=reader@example.net\n' "$work/maildir" \
        >"$work/notmuch.config"
fi
for _ in $(seq "$rounds"); do
    rm -rf "$work/profile" "$work/maildir/.notmuch"
    collect "$work/indexed.facts" "$bin/store-mail" "$work/mail.file" "$work/profile" index
    if [ -e "$work/notmuch.config" ]; then
        begun=$EPOCHREALTIME
        NOTMUCH_CONFIG=$work/notmuch.config notmuch new --quiet || give_up "notmuch failed"
        since "$begun" >>"$work/notmuch.seconds"
    fi
done
sed 's/^/  /' "$work/indexed.facts"
ours=$(middle seconds "$work/indexed.facts")
if [ -e "$work/notmuch.seconds" ]; then
    theirs=$(median <"$work/notmuch.seconds")
    judge "durable ingest with index, by the time of notmuch new" "$ours s, notmuch $theirs s" \
        "$(divide "$ours" "$theirs")" at-most 0.30
else
    echo "notmuch is not installed, so that the index was held against nothing"
fi
judge "size of the index by that of the text" \
    "$(divide "$(middle index "$work/indexed.facts")" 1000000 1) MB, $(divide "$(middle text "$work/indexed.facts")" 1000000 1) MB" \
    "$(divide "$(middle index "$work/indexed.facts")" "$(middle text "$work/indexed.facts")")" at-most 0.90
exit $failed
