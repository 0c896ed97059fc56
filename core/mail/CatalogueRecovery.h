// SPDX-License-Identifier: GPL-3.0-or-later
//
// CatalogueRecovery says what opening a profile had to do because its catalogue was missing or damaged. The
// mail itself is in the vault and was not touched. A value.
#pragma once

#include <QString>

struct CatalogueRecovery {
    enum class Cause { None, Missing, Damaged };
    enum class Source { Nothing, Backup, Vault };

    Cause cause = Cause::None;
    Source source = Source::Nothing; // what the catalogue was made from
    QString keptFile;                // where the damaged one is now; empty where there was none
    qint64 backupTime = 0;           // of the copy that was used, seconds since 1970 UTC; 0: none
    int messages = 0;                // that were taken from the vault

    bool operator==(const CatalogueRecovery &) const = default;
};
