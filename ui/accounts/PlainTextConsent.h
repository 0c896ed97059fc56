// SPDX-License-Identifier: GPL-3.0-or-later
//
// PlainTextConsent asks before a password goes over the network without encryption. GUI thread.
#pragma once

#include <functional>

class QWidget;

// Calls `accepted` when the user wants it all the same; the button for that is never the default one.
void askForPlainTextConsent(QWidget &parent, std::function<void()> accepted);
