#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Measures a durable download over TLS from a private Dovecot on loopback: tests/performance/fetch.sh BUILD-DIR [ROUNDS]
# The same mailbox is fetched in turn by raw-fetch (pipelines, appends to one file, fdatasync after each 100
# messages), by mpop into a Maildir, and by poplar-cli with parsing, hashing, compression and catalogue.
# Prints the median of the rounds. Exit code 0: Poplar takes at most half of mpop's time and at most 2.5 times
# raw-fetch's, for both mailboxes; 1: it does not; 2: could not measure.
#
# The server's mail lies on tmpfs where /dev/shm has room, the clients write below TMPDIR (or /var/tmp), which
# must be a real disk. POPLAR_PERFORMANCE_SCALE=10 takes a tenth of the messages.
set -euo pipefail

build=$(realpath "${1:?usage: fetch.sh BUILD-DIR [ROUNDS]}")
rounds=${2:-3}
scale=${POPLAR_PERFORMANCE_SCALE:-1}
bin=$build/bin
limit=300 # seconds for one download

for program in make-mailbox raw-fetch serve-maildirs poplar-cli; do
    [ -x "$bin/$program" ] || { echo "$bin/$program is missing: cmake --build $build --target performance" >&2; exit 2; }
done
command -v mpop >/dev/null || { echo "mpop is not installed: apt-get install mpop" >&2; exit 2; }

work=$(mktemp -d "${TMPDIR:-/var/tmp}/poplar-fetch.XXXXXX")
mail=$work/mail
room=$(df --output=avail -B1M /dev/shm 2>/dev/null | tail -1 || echo 0)
[ "$room" -gt 1500 ] && mail=$(mktemp -d /dev/shm/poplar-fetch.XXXXXX)
mkdir -p "$mail"
chmod 755 "$mail" "$work"
server=
finish() {
    exec 9>&- # the server ends when its input does
    if [ -n "$server" ]; then
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work" "$mail"
}
trap finish EXIT
trap 'exit 2' INT TERM

case $(stat -f -c %T "$work") in
tmpfs|ramfs) echo "$work is not on a disk; set TMPDIR to a folder that is" >&2; exit 2 ;;
esac

echo "real:  $("$bin/make-mailbox" real $((20000 / scale)) "$mail/real")"
echo "small: $("$bin/make-mailbox" small $((50000 / scale)) "$mail/small")"
mkfifo "$work/hold"
TMPDIR=$work "$bin/serve-maildirs" "$mail" <"$work/hold" >"$work/server" &
server=$!
exec 9>"$work/hold"
for _ in $(seq 100); do [ -s "$work/server" ] && break; sleep 0.1; done
read -r _ port ca password <"$work/server" || { echo "Dovecot did not start" >&2; exit 2; }
printf '%s' "$password" >"$work/password"
echo "Dovecot $(dovecot --version | cut -d' ' -f1), $(mpop --version | head -1), mail on $(stat -f -c %T "$mail"), clients write to $(stat -f -c %T "$work"), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

run_raw() { # mailbox
    timeout $limit "$bin/raw-fetch" keep "$port" "$1" "$password" "$ca" "$work/out/file" | cut -d' ' -f1
}
prepare_raw() { :; }

prepare_mpop() {
    mkdir -p "$work/out/mail/cur" "$work/out/mail/new" "$work/out/mail/tmp"
    (umask 077; cat >"$work/out/mpoprc" <<END
account default
host localhost
port $port
tls on
tls_starttls off
tls_trust_file $ca
auth plain
user $1
password $password
keep on
pipelining auto
uidls_file $work/out/uidls
delivery maildir $work/out/mail
END
    )
}
run_mpop() {
    timeout $limit mpop -C "$work/out/mpoprc" --quiet >&2
}
count_mpop() { find "$work/out/mail/new" -type f | wc -l; }

prepare_poplar() {
    "$bin/poplar-cli" --profile "$work/out/profile" account add --name bench --server localhost --port "$port" \
        --security tls --user "$1" --password-file "$work/password" --store-password-in-file --keep forever \
        --ca-file "$ca" >/dev/null
}
run_poplar() {
    timeout $limit "$bin/poplar-cli" --profile "$work/out/profile" --json fetch |
        grep -o '"fetched": *[0-9]*' | grep -o '[0-9]*$'
}

seconds() { # client mailbox: prints the wall time, checks the count
    rm -rf "$work/out"
    mkdir -p "$work/out"
    "prepare_$1" "$2"
    sync -f "$work"
    sleep 2 # the disk is still busy with what the client before wrote and removed
    local start=$EPOCHREALTIME got
    got=$("run_$1" "$2") || { echo "$1 failed on $2" >&2; return 1; }
    local end=$EPOCHREALTIME
    [ "$1" = mpop ] && got=$(count_mpop)
    [ "$got" = "$3" ] || { echo "$1 fetched '$got' of $3 messages of $2" >&2; return 1; }
    awk -v a="$start" -v b="$end" 'BEGIN { printf "%.3f\n", b - a }'
}

median() { sort -n | awk '{ a[NR] = $1 } END { printf "%.3f\n", NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

failed=0
printf '\n%-8s %-8s %9s %9s %9s %8s %8s   %s\n' mailbox client seconds msg/s MB/s "x raw" "x mpop" "all rounds"
for mailbox in real small; do
    count=$(find "$mail/$mailbox/new" "$mail/$mailbox/cur" -type f | wc -l)
    bytes=$(find "$mail/$mailbox/new" "$mail/$mailbox/cur" -type f -name '*,W=*' | sed 's/.*,W=//; s/:.*//' | awk '{ s += $1 } END { printf "%.0f", s }')
    seconds raw "$mailbox" "$count" >/dev/null # Dovecot makes its index in the first session
    for round in $(seq "$rounds"); do
        for client in raw mpop poplar; do
            seconds $client $mailbox "$count" >>"$work/$mailbox.$client"
        done
    done
    raw=$(median <"$work/$mailbox.raw")
    mpop=$(median <"$work/$mailbox.mpop")
    for client in raw mpop poplar; do
        t=$(median <"$work/$mailbox.$client")
        awk -v m=$mailbox -v c=$client -v t="$t" -v n="$count" -v b="$bytes" -v r="$raw" -v p="$mpop" \
            -v all="$(tr '\n' ' ' <"$work/$mailbox.$client")" \
            'BEGIN { printf "%-8s %-8s %9.2f %9.0f %9.1f %8.2f %8.2f   %s\n", m, c, t, n / t, b / t / 1e6, t / r, t / p, all }'
    done
    poplar=$(median <"$work/$mailbox.poplar")
    for goal in "mpop $mpop 0.5" "raw $raw 2.5"; do
        read -r name other factor <<<"$goal"
        if awk -v t="$poplar" -v o="$other" -v f="$factor" 'BEGIN { exit !(t <= f * o) }'; then
            echo "PASS $mailbox: Poplar takes at most $factor x $name"
        else
            echo "FAIL $mailbox: Poplar takes more than $factor x $name"
            failed=1
        fi
    done
done
exit $failed
