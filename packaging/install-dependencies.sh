#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Installs what is missing to build and run Poplar ("run"), to test it too ("test"), or to measure it against other
# programs as well ("measure"), with the system's own package manager: apt, dnf, pacman or brew. What is there already is left alone; the package lists are
# refreshed only when something is missing. Exit code 0: everything is there; 1: something needed is not.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

purpose=${1:-}
case $purpose in
run | test | measure) ;;
*)
    say "usage: install-dependencies.sh run|test|measure"
    exit 2
    ;;
esac

# "a|b": the first one that the system knows. Fonts, and what shows WebP and PDF, are wanted; the rest is needed.
choose_packages() {
    tested=()
    measured=(mpop notmuch)
    case $1 in
    apt)
        measured+=(chromium)
        needed=(g++ cmake ninja-build pkg-config qt6-base-dev "qt6-svg-dev|libqt6svg6-dev" qtkeychain-qt6-dev
            libgmime-3.0-dev libsqlite3-dev libsqlitecpp-dev libzstd-dev libgsasl-dev libexpected-dev
            libuchardet-dev libgumbo-dev libssl-dev libical-dev libpsl-dev zlib1g-dev)
        wanted=(fonts-dejavu-core fonts-noto-core fonts-droid-fallback fonts-noto-color-emoji
            "qt6-image-formats-plugins|qt6-imageformats-plugins" qt6-pdf-dev)
        tested=(clang "libclang-rt-dev|libclang-rt-14-dev" lld dovecot-core dovecot-pop3d openssl python3 zstd
            mailutils-pop3d libidn12 "libcourier-unicode4|libcourier-unicode8|libcourier-unicode9"
            dovecot-gssapi krb5-kdc krb5-admin-server krb5-user gnupg gpgsm
            gnome-keyring libsecret-1-0 dbus-daemon dbus-bin)
        ;;
    dnf)
        measured+=(chromium)
        needed=(gcc-c++ cmake ninja-build pkgconf-pkg-config qt6-qtbase-devel qt6-qtsvg-devel
            qtkeychain-qt6-devel gmime30-devel sqlite-devel sqlitecpp-devel libzstd-devel libgsasl-devel
            expected-devel uchardet-devel gumbo-parser-devel openssl-devel libical-devel libpsl-devel
            zlib-devel)
        wanted=(dejavu-sans-fonts google-noto-sans-cjk-fonts google-noto-sans-devanagari-fonts
            google-noto-color-emoji-fonts qt6-qtimageformats "qt6-qtpdf-devel|qt6-qtwebengine-devel")
        tested=(clang compiler-rt lld dovecot openssl python3 zstd krb5-server krb5-workstation gnupg2 gnupg2-smime
            gnome-keyring libsecret dbus-daemon dbus-tools)
        ;;
    pacman)
        needed=(gcc cmake ninja pkgconf qt6-base qt6-svg qtkeychain-qt6 gmime3 sqlite sqlitecpp zstd gsasl
            tl-expected uchardet gumbo-parser openssl libical libpsl zlib)
        wanted=(ttf-dejavu noto-fonts noto-fonts-cjk noto-fonts-emoji qt6-imageformats)
        tested=(clang compiler-rt lld dovecot python krb5 gnupg gnome-keyring libsecret dbus)
        measured=(notmuch chromium)
        ;;
    brew)
        needed=(cmake ninja pkgconf qt qtkeychain gmime sqlite sqlitecpp zstd gsasl tl-expected uchardet
            gumbo-parser openssl@3 libical libpsl zlib)
        wanted=()
        tested=(llvm dovecot python@3 gnupg)
        ;;
    esac
    if [ "$purpose" != run ]; then
        needed+=(${tested[@]+"${tested[@]}"})
    fi
    if [ "$purpose" = measure ]; then
        needed+=("${measured[@]}")
    fi
}

is_installed() {
    case $manager in
    apt) [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ] ;;
    dnf) rpm -q --whatprovides "$1" >/dev/null 2>&1 ;;
    pacman) pacman -T "$1" >/dev/null 2>&1 ;;
    brew) brew list --versions "$1" >/dev/null 2>&1 ;;
    esac
}

is_known() {
    case $manager in
    apt) LC_ALL=C apt-cache policy "$1" 2>/dev/null | grep -q 'Candidate: [^(]' ;;
    *) true ;;
    esac
}

# Prints those of the arguments that are not installed, alternatives as they stand.
missing_of() {
    local entry name found
    for entry in "$@"; do
        found=no
        for name in ${entry//|/ }; do
            if is_installed "$name"; then found=yes; fi
        done
        if [ $found = no ]; then printf '%s\n' "$entry"; fi
    done
}

known_name() {
    local name
    for name in ${1//|/ }; do
        if is_known "$name"; then
            printf '%s\n' "$name"
            return
        fi
    done
    printf '%s\n' "${1%%|*}"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

refresh() {
    case $manager in
    apt) as_root apt-get -qq update ;;
    *) true ;; # dnf and brew do it themselves; refreshing without upgrading is wrong on Arch
    esac
}

install() {
    case $manager in
    apt) as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@" ;;
    dnf) as_root dnf install -q -y --setopt=install_weak_deps=False "$@" ;;
    pacman) as_root pacman -S --noconfirm --needed "$@" ;;
    brew) brew install --quiet "$@" ;;
    esac >"$log" 2>&1
}

# Debian starts a server as soon as it is installed; the tests start their own servers, so none is wanted.
keep_services_down() {
    local file=/usr/sbin/policy-rc.d
    if [ "$manager" = apt ] && [ ! -e $file ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $file >/dev/null
        as_root chmod 755 $file
        trap 'as_root rm -f /usr/sbin/policy-rc.d; rm -f "$log"' EXIT
    fi
}

# Debian allows one package of those with a POP3 server that say they conflict, so that Courier's is unpacked and
# not installed: no script of it runs, no service starts. It takes its place whole or not at all. Tests look for
# it there and say so where it is missing. Needs no root, but lists of packages.
unpack_courier() {
    local cache=${XDG_CACHE_HOME:-${HOME:-}/.cache}/poplar to work program=usr/lib/courier/courier/courierpop3d
    to=$cache/test-servers
    if [ "$manager" != apt ] || [ "$purpose" = run ] || [ -e "/$program" ]; then
        return 0
    fi
    if [ -x "$to/$program" ] && [ -e "$to/usr/lib/libcourierauth.so.0" ]; then
        return 0
    fi
    work=
    fetch_courier() { (cd "$work" && apt-get -qq download courier-pop courier-authlib); }
    if { mkdir -p "$cache" && work=$(mktemp -d "$cache/unpacking.XXXXXX") &&
        { fetch_courier || { refresh && fetch_courier; }; } &&
        (for package in "$work"/*.deb; do dpkg-deb -x "$package" "$work/root" || exit 1; done) &&
        [ -x "$work/root/$program" ] && rm -rf "$to" && mv "$work/root" "$to"; } >"$log" 2>&1; then
        say "Unpacked Courier's POP3 server for the tests."
    else
        say "Courier's POP3 server could not be had, so that one test will fail: $(tail -n 1 "$log")"
    fi
    if [ -n "$work" ]; then rm -rf "$work"; fi
}

find_manager() {
    if [ "$(uname -s)" = Darwin ]; then
        if command -v brew >/dev/null; then echo brew; fi
        return
    fi
    if command -v apt-get >/dev/null; then echo apt
    elif command -v dnf >/dev/null; then echo dnf
    elif command -v pacman >/dev/null; then echo pacman
    elif command -v brew >/dev/null; then echo brew
    fi
}

manager=$(find_manager)
if [ -z "$manager" ]; then
    say "Found none of apt, dnf, pacman and brew, so nothing was installed. Poplar needs a C++20 compiler, CMake"
    say "3.25, Ninja, Qt 6.4, QtKeychain, GMime 3, SQLite, SQLiteCpp, zstd, GNU SASL, tl::expected, uchardet,"
    say "gumbo, libical, libpsl, zlib and OpenSSL, each with its development files."
    exit 1
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT

choose_packages "$manager"
mapfile_of() { missing_of "$@" | tr '\n' ' '; }
read -r -a missing <<<"$(mapfile_of "${needed[@]}" ${wanted[@]+"${wanted[@]}"})"
if [ ${#missing[@]} = 0 ]; then
    unpack_courier
    say "All packages are there."
    exit 0
fi
if [ "$manager" != brew ] && [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    say "Packages are missing, and installing them takes root or sudo: ${missing[*]}"
    exit 1
fi

keep_services_down
refresh || say "The package lists could not be refreshed; going on with those there are."
names=()
for entry in "${missing[@]}"; do names+=("$(known_name "$entry")"); done
say "Installing with $manager: ${names[*]}"
if ! install "${names[@]}"; then
    say "Not all could be installed in one go; trying each by itself."
    for name in "${names[@]}"; do
        install "$name" || say "Could not install $name: $(tail -n 1 "$log")"
    done
fi

read -r -a left <<<"$(mapfile_of ${wanted[@]+"${wanted[@]}"})"
if [ ${#left[@]} != 0 ]; then
    say "Without these some scripts may show as boxes, and WebP or PDF not at all: ${left[*]}"
fi
unpack_courier
read -r -a left <<<"$(mapfile_of "${needed[@]}")"
if [ ${#left[@]} != 0 ]; then
    say "Could not install: ${left[*]}. Poplar needs them."
    exit 1
fi
