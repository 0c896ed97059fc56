// SPDX-License-Identifier: GPL-3.0-or-later
//
// CatalogueBackup makes copies of a profile's catalogue.db: catalogue.bak.1 is the newest, catalogue.bak.2
// the one before. A copy is one moment of the catalogue, checked and durable before it takes its name; it
// holds up neither the writer nor other readers. Any thread, one at a time.
#pragma once

#include "Cancellation.h"
#include "Result.h"

namespace SQLite
{
class Database;
}

class CatalogueBackup
{
public:
    static constexpr int copies = 2;

    explicit CatalogueBackup(QString profileDirectory) : m_directory(std::move(profileDirectory)) {}

    QString path(int copy) const; // from 1
    // When the newest copy was made, seconds since 1970 UTC; 0: there is none.
    qint64 newest() const;
    // Cancelled; NotFound where there is no catalogue; DiskFull and so on. What was there stays then.
    Result<void> write(Cancellation &cancellation);

    // Replaces all that `target` holds by what `source` holds at this moment, at one stroke for whoever reads
    // `target`. Neither may be in use by the caller meanwhile. Cancelled leaves `target` as it was.
    static Result<void> copy(SQLite::Database &source, SQLite::Database &target, Cancellation &cancellation);
    // Whether the database is sound as far as PRAGMA quick_check sees. Damaged.
    static Result<void> check(const QString &database);

private:
    const QString m_directory;
};
