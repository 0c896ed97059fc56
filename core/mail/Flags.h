// SPDX-License-Identifier: GPL-3.0-or-later
//
// Flags are the marks of a stored message that fit into its packed list row.
#pragma once

#include <QFlags>

enum class Flag : quint8 {
    Read = 1,
    Starred = 2,
    HasAttachment = 4,
    OnServer = 8, // was on the server at the last complete listing
    Partial = 32, // only the beginning is here; the rest is, or was, on the server
    Damaged = 16, // the summary was made from a message that had to be repaired or cut to be read
};
Q_DECLARE_FLAGS(Flags, Flag)
Q_DECLARE_OPERATORS_FOR_FLAGS(Flags)
