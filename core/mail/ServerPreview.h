// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerPreview is the beginning of a message that lies on a server: its header and its first lines as plain
// text. Value.
#pragma once

#include "Address.h"

#include <QString>

struct ServerPreview {
    static constexpr int lines = 30; // of the body, that the server is asked for

    QString subject;
    Addresses from, to;
    qint64 date = 0; // seconds since 1970 UTC
    QString text;

    bool operator==(const ServerPreview &) const = default;
};
