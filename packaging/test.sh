#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packaging/test.sh: installs what is missing, builds, and runs every test.
# Most tests run under ASan and UBSan, compiled by clang++. Those that use real servers or measure run in the release
# build, compiled by g++. One ctest runs both.
# packaging/test.sh --long: fuzzes each target for 60 seconds from a new beginning, and measures afterwards
# (tests/performance): downloads against raw clients, the store and its index against raw files, notmuch and grep, the
# window on a large profile, reading, and the view of a server. That needs an idle machine, 8 GB of disk and about 25
# minutes.
set -euo pipefail
fuzz_seconds=3
fuzz_seed=1
purpose=test
if [ "${1:-}" = --long ]; then
    fuzz_seconds=60
    fuzz_seed=0
    purpose=measure
elif [ $# -gt 0 ]; then
    echo "usage: test.sh [--long]" >&2
    exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/.."

step() { printf '[%3d s] %s\n' "$SECONDS" "$*" >&2; }

step "Looking for what the tests need"
packaging/install-dependencies.sh $purpose

mkdir -p build/test
log=build/test/build.log
quietly() { # shows the output only when the command fails
    "$@" >"$log" 2>&1 || { cat "$log" >&2; step "Failed: $*"; exit 1; }
}

options=()
if command -v ccache >/dev/null; then
    options+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
if command -v ld.lld >/dev/null; then
    options+=(-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=lld)
fi
for build in asan:units release:optimised; do
    preset=${build%:*}
    step "Configuring the $preset build"
    quietly cmake --preset "$preset" -DPOPLAR_TESTS=ON "-DPOPLAR_TEST_PART=${build#*:}" \
        "-DPOPLAR_FUZZ_SECONDS=$fuzz_seconds" "-DPOPLAR_FUZZ_SEED=$fuzz_seed" ${options[@]+"${options[@]}"}
    step "Building it"
    quietly cmake --build --preset "$preset"
done

step "Testing"
printf 'subdirs("../asan" "../release")\n' >build/test/CTestTestfile.cmake
jobs=$(nproc 2>/dev/null || sysctl -n hw.ncpu)
ctest --test-dir build/test --output-on-failure --no-tests=error -j "$jobs"
if [ $fuzz_seconds = 3 ]; then
    exit
fi

step "Measuring"
quietly cmake --build --preset release --target performance
failed=0
for measurement in thin-line nothing-new accounts fetch ingest search list read server-view; do
    if [ $measurement = fetch ] && ! command -v mpop >/dev/null; then
        step "fetch.sh compares with mpop, which is not installed"
        continue
    fi
    POPLAR_PERFORMANCE_LIST=${POPLAR_PERFORMANCE_LIST:-1000000} tests/performance/$measurement.sh build/release || failed=1
done
exit $failed
