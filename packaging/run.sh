#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/run.sh [arguments of poplar]
# Installs what is missing, builds Poplar and starts it. Without a display, --demo does the same job in the
# terminal and writes a picture of the window.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step() { printf '[%3d s] %s\n' "$SECONDS" "$*" >&2; }

step "Looking for what Poplar needs"
packaging/install-dependencies.sh run

build=build/release
log=build/run.log
mkdir -p build
quietly() { # shows the output only when the command fails
    "$@" >"$log" 2>&1 || { cat "$log" >&2; step "Failed: $*"; exit 1; }
}

prefixes=()
if [ "$(uname -s)" = Darwin ]; then
    prefixes=("-DCMAKE_PREFIX_PATH=$(brew --prefix openssl@3);$(brew --prefix sqlite);$(brew --prefix)")
fi
step "Configuring"
quietly cmake --preset release -DPOPLAR_TESTS=OFF ${prefixes[@]+"${prefixes[@]}"}
step "Building (a few minutes the first time)"
quietly cmake --build --preset release --target poplar poplar-cli

has_display() {
    [ "$(uname -s)" = Darwin ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]
}
if has_display; then
    step "Starting Poplar"
    exec "$build/bin/poplar" "$@"
fi

if [ "${1:-}" != --demo ]; then
    step "There is no display to open a window on. Try: packaging/run.sh --demo, or $build/bin/poplar-cli"
    exit 1
fi
if [ $# != 1 ]; then
    step "There is no display to open a window on; only --demo alone works without one."
    exit 2
fi
step "There is no display, so here is the same job in the terminal: fetch, list, show one message"
"$build/bin/poplar-cli" demo
picture=build/poplar-demo.png
step "And here is what the window would show: $picture"
QT_QPA_PLATFORM=offscreen "$build/bin/poplar" --demo --screenshot "$picture"
step "Done"
