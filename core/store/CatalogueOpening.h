// SPDX-License-Identifier: GPL-3.0-or-later
//
// CatalogueOpening opens a profile's catalogue whatever happened to it. A damaged one is kept aside under a
// name that says so; in the place of a damaged or missing one comes the newest copy that fits the vault, or a
// new one. StoreRecovery then brings it up to the vault, and takeOver() gives it what the vault cannot know.
// Store thread, under the profile's lock.
#pragma once

#include "Catalogue.h"
#include "CatalogueBackup.h"
#include "CatalogueRecovery.h"

class CatalogueOpening
{
public:
    explicit CatalogueOpening(const QString &profileDirectory);

    // Damaged only where there is neither mail nor a copy: then the file may be somebody else's.
    Result<std::unique_ptr<Catalogue>> open();
    // After the vault was taken in. What cannot be taken over is logged, and no error.
    void takeOver(Catalogue &catalogue) const;
    const CatalogueRecovery &recovery() const { return m_recovery; }

private:
    Result<std::unique_ptr<Catalogue>> openChecked() const;
    Result<void> setAside();
    Result<bool> restore();
    Result<void> putInPlace(const QString &copy) const;
    bool isUsable(const QString &copy, const QByteArray &storeId) const;
    bool fitsVault(const QString &copy) const;
    QByteArray vaultsStoreId() const;
    void removeCatalogue() const;

    const QString m_directory, m_vault, m_path;
    const CatalogueBackup m_backup;
    CatalogueRecovery m_recovery;
    QString m_source; // a copy that does not fit the vault, for takeOver()
};

// Gives `catalogue` what is known in the database `from` and not in the vault: ledger rows of messages that
// are not here, what the user chose for single messages, the deletion log, consents, settings. Outside of a
// transaction.
Result<void> takeOverFrom(const QString &from, Catalogue &catalogue);
