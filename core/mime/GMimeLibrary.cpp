// SPDX-License-Identifier: GPL-3.0-or-later
#include "GMimeLibrary.h"

#include <gmime/gmime.h>

void startGMime()
{
    static const bool started = [] {
        g_mime_init();
        return true;
    }();
    static_cast<void>(started);
}
