# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the measurements here share; they source it with their own arguments: BUILD-DIR [ROUNDS], and may name the
# programs that they need in `programs` before. A measurement prints its figures and a line with PASS or FAIL for
# each goal; exit code 0: all goals reached; 1: not; 2: it could not measure. POPLAR_PERFORMANCE_SCALE=10 makes it
# about ten times smaller. POPLAR_PERFORMANCE_PAGE=FILE appends what was judged to FILE as rows of a table.
#
# The server's mail lies on tmpfs where /dev/shm has room, the clients write below TMPDIR (or /var/tmp), which
# must be a real disk.
build=$(realpath "${1:?usage: $(basename "$0") BUILD-DIR [ROUNDS]}")
rounds=${2:-3}
scale=${POPLAR_PERFORMANCE_SCALE:-1}
bin=$build/bin
limit=300 # seconds for one client
failed=0

give_up() { echo "$*" >&2; exit 2; }

for program in ${programs:-make-mailbox raw-fetch serve-maildirs slow-line poplar-cli}; do
    [ -x "$bin/$program" ] || give_up "$bin/$program is missing: cmake --build $build --target performance"
done
work=$(mktemp -d "${TMPDIR:-/var/tmp}/poplar-performance.XXXXXX")
mail=$work/mail
room=$(df --output=avail -B1M /dev/shm 2>/dev/null | tail -1 || echo 0)
[ "$room" -gt 1500 ] && mail=$(mktemp -d /dev/shm/poplar-performance.XXXXXX)
mkdir -p "$mail"
chmod 755 "$mail" "$work"
case $(stat -f -c %T "$work") in
tmpfs | ramfs) give_up "$work is not on a disk; set TMPDIR to a folder that is" ;;
esac

children=()
finish() {
    exec 9>&- # servers and lines end when their input does
    if [ ${#children[@]} -gt 0 ]; then
        wait "${children[@]}" 2>/dev/null || true
    fi
    rm -rf "$work" "$mail"
}
trap finish EXIT
trap 'exit 2' INT TERM
mkfifo "$work/hold"
exec 9<>"$work/hold"

# start NAME PROGRAM ARGUMENTS…: runs it until the end; what it prints is in $work/NAME, and has begun there.
start() {
    local name=$1
    shift
    TMPDIR=$work "$@" <"$work/hold" >"$work/$name" 9>&- &
    children+=($!)
    for _ in $(seq 200); do
        [ -s "$work/$name" ] && return
        sleep 0.05
    done
    give_up "$name did not start"
}

# Serves the Maildirs in $mail; sets plain_port, port, ca and password.
serve() {
    start server "$bin/serve-maildirs" "$mail"
    read -r plain_port port ca password <"$work/server"
    printf '%s' "$password" >"$work/password"
    echo "Dovecot $(dovecot --version | cut -d' ' -f1), mail on $(stat -f -c %T "$mail"), clients write to $(stat -f -c %T "$work"), $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
}

# line_port NAME: where a line that start() has started listens.
line_port() { head -1 "$work/$1"; }

# Poplar's profile is $work/profile.
poplar() { timeout $limit "$bin/poplar-cli" --profile "$work/profile" "$@"; }

add_account() { # name user port [security]
    poplar account add --name "$1" --server localhost --port "$3" --security "${4:-tls}" --user "$2" \
        --password-file "$work/password" --store-password-in-file --keep forever --ca-file "$ca" >/dev/null
}

# numbers KEY: the values of that key in Poplar's JSON on standard input.
numbers() { grep -o "\"$1\": *[0-9.]*" | grep -o '[0-9.]*$'; }

since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'; }

median() { sort -n | awk '{ a[NR] = $1 } END { printf "%.3f\n", NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2 }'; }

# goal WORDS TIME FACTOR OTHER: is TIME at most FACTOR x OTHER?
goal() {
    local ratio
    ratio=$(awk -v t="$2" -v o="$4" 'BEGIN { printf "%.2f", t / o }')
    if awk -v t="$2" -v f="$3" -v o="$4" 'BEGIN { exit !(t <= f * o) }'; then
        echo "PASS $1: $ratio, at most $3"
    else
        echo "FAIL $1: $ratio, more than $3"
        failed=1
    fi
}

# judge WORDS SHOWN VALUE at-most|at-least LIMIT [UNIT]: the same for a figure of any kind; SHOWN says what it is
# made of.
judge() {
    local verdict=PASS sign='≤' unit=${6:+ $6}
    [ "$4" = at-least ] && sign='≥'
    if ! awk -v v="$3" -v l="$5" -v least="$4" 'BEGIN { exit !(least == "at-least" ? v >= l : v <= l) }'; then
        verdict=FAIL
        failed=1
    fi
    printf '%s %s: %s%s (%s %s%s)%s\n' "$verdict" "$1" "$3" "$unit" "$sign" "$5" "$unit" "${2:+; $2}"
    if [ -n "${POPLAR_PERFORMANCE_PAGE:-}" ]; then
        printf '| %s | %s | %s%s | %s %s%s | %s |\n' "$1" "$2" "$3" "$unit" "$sign" "$5" "$unit" \
            "$([ $verdict = PASS ] && echo yes || echo '**no**')" >>"$POPLAR_PERFORMANCE_PAGE"
    fi
}

# divide A B [DIGITS]
divide() { awk -v a="$1" -v b="$2" -v d="${3:-2}" 'BEGIN { printf "%.*f\n", d, a / b }'; }

# section TITLE: of the page.
section() {
    echo "$1"
    if [ -n "${POPLAR_PERFORMANCE_PAGE:-}" ]; then
        printf '\n**%s**\n\n| what | measured | figure | goal | reached |\n|---|---|---|---|---|\n' "$1" >>"$POPLAR_PERFORMANCE_PAGE"
    fi
}

# collect FILE COMMAND…: runs it and appends its line of JSON to FILE.
collect() {
    local file=$1
    shift
    "$@" >>"$file" || give_up "$(basename "$1") failed"
}

# middle KEY FILE: the median of that key.
middle() { numbers "$1" <"$2" | median; }
