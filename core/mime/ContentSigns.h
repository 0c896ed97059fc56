// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContentSigns tells what a file is by its first bytes, as a system or a file manager does that does not ask
// for its name. Pure; any thread; looks at 64 KiB at most.
#pragma once

#include "ContentKind.h"

#include <QByteArrayView>

ContentKind contentKindOf(QByteArrayView bytes);
