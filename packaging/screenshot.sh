#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Makes the pictures of the README from the sample mail, without a display: light, dark, and at 150 %.
# packaging/screenshot.sh [directory]   (resources by default; expects what packaging/run.sh builds)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

poplar=build/release/bin/poplar
folder=${1:-resources}
if [ ! -x $poplar ]; then
    echo "There is no $poplar yet; packaging/run.sh builds it." >&2
    exit 1
fi

# name, colour scheme, scale, part of the subject of the message that is open
take() {
    echo "$folder/screenshot-$1.png" >&2
    QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=$3 POPLAR_COLOR_SCHEME=$2 LC_ALL=C.UTF-8 \
        "$poplar" --screenshot "$folder/screenshot-$1.png" --size 1280x800 --select "$4"
}
take light light 1 "Three books for a long winter"
take dark dark 1 "Floor plan, second draft"
take 150 light 1.5 "The long way home"
