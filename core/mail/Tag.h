// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tag is a word at the user's choice that messages carry, any number of them each. A value.
#pragma once

#include <QString>

struct Tag {
    QString name;
    int messages = 0; // that carry it

    bool operator==(const Tag &) const = default;
};
