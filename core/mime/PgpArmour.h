// SPDX-License-Identifier: GPL-3.0-or-later
//
// PgpArmour takes away what OpenPGP writes around a text that is signed or encrypted within it (RFC 9580 §6,
// §7). Nothing is verified. Linear; any thread.
#pragma once

#include <QString>

struct PgpText {
    // The text without armour: signed text stands between rules where there is other text beside it; what is
    // encrypted is left out. Where the end of an armour is missing, what cannot be armour is text.
    QString text;
    bool hasSigned = false;
    bool hasEncrypted = false;
    bool isAllSigned = false; // nothing is beside the signed text
};

PgpText withoutPgpArmour(const QString &text);
