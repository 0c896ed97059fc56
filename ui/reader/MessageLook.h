// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageLook is how the user reads messages at the moment: whoever opens another message, in a window of its
// own or within the one on the screen, shows it the same way. Value.
#pragma once

#include <QtGlobal>

struct MessageLook {
    bool plainText = false;
    bool originalColours = false;
    bool quotesFolded = false;
    bool checksSignatures = false; // by itself, as soon as a message is shown
    qreal zoom = 1.0;

    bool operator==(const MessageLook &) const = default;
};
