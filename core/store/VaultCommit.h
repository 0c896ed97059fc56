// SPDX-License-Identifier: GPL-3.0-or-later
//
// commitAppended() ends what Vault::append() began: one catalogue transaction with the lengths of the
// segments and with what `work` enters. Either both have the records afterwards, or neither. Store thread.
#pragma once

#include "Catalogue.h"
#include "Vault.h"

// An error means that the vault was rolled back as well, or says that it could not be (Vault::rollBack).
template <class Work>
Result<void> commitAppended(Catalogue &catalogue, Vault &vault, Database::Durability durability, Work &&work)
{
    auto committed = catalogue.transaction(durability, [&] {
        for (const SegmentEntry &segment : vault.changedSegments())
            catalogue.segments.put(segment);
        work();
    });
    if (committed) {
        vault.confirm();
        return {};
    }
    if (const auto undone = vault.rollBack(); !undone)
        committed.error().detail += QStringLiteral("; then ") + undone.error().detail;
    return committed;
}
