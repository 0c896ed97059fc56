// SPDX-License-Identifier: GPL-3.0-or-later
#include "CatalogueBackup.h"

#include "Database.h"
#include "DurableFile.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>

namespace
{
constexpr int pagesOfOneStep = 128; // 1 MiB, between two looks at the cancellation

Result<void> copyCatalogue(const QString &from, const QString &to, Cancellation &cancellation)
{
    TRY(const auto source, Database::openForReading(from));
    return guard([&]() -> Result<void> {
        source->connection().exec("BEGIN");
        source->connection().execAndGet("SELECT count(*) FROM setting"); // from now on it sees one moment
        SQLite::Database target(to.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        CHECK(CatalogueBackup::copy(source->connection(), target, cancellation));
        target.exec("PRAGMA journal_mode=DELETE"); // one file that is whole in itself
        return {};
    });
}

Result<void> rename(const QString &from, const QString &to)
{
    QFile::remove(to);
    if (QFile::rename(from, to))
        return {};
    return failure(ErrorCode::DiskFailed, from + QStringLiteral(": cannot be renamed"));
}
} // namespace

Result<void> CatalogueBackup::copy(SQLite::Database &source, SQLite::Database &target,
                                   Cancellation &cancellation)
{
    sqlite3_backup *backup = sqlite3_backup_init(target.getHandle(), "main", source.getHandle(), "main");
    int step = backup ? SQLITE_OK : sqlite3_errcode(target.getHandle());
    while (step == SQLITE_OK && !cancellation.isCancelled())
        step = sqlite3_backup_step(backup, pagesOfOneStep);
    sqlite3_backup_finish(backup);
    if (step == SQLITE_DONE)
        return {};
    if (step == SQLITE_OK)
        return failure(ErrorCode::Cancelled);
    return databaseError(SQLite::Exception(target.getHandle(), step));
}

QString CatalogueBackup::path(int copy) const
{
    return QStringLiteral("%1/catalogue.bak.%2").arg(m_directory).arg(copy);
}

qint64 CatalogueBackup::newest() const
{
    const QFileInfo file(path(1));
    return file.exists() ? file.lastModified().toSecsSinceEpoch() : 0;
}

Result<void> CatalogueBackup::check(const QString &database)
{
    return guard([&]() -> Result<void> {
        SQLite::Database file(database.toStdString(), SQLite::OPEN_READONLY);
        const std::string verdict = file.execAndGet("PRAGMA quick_check(1)").getString();
        if (verdict == "ok")
            return {};
        return failure(ErrorCode::Damaged, database + QStringLiteral(": ") + QString::fromStdString(verdict));
    });
}

Result<void> CatalogueBackup::write(Cancellation &cancellation)
{
    const QString catalogue = m_directory + QStringLiteral("/catalogue.db");
    const QString fresh = m_directory + QStringLiteral("/catalogue.bak.new");
    QFile::remove(fresh);
    const auto make = [&]() -> Result<void> {
        CHECK(copyCatalogue(catalogue, fresh, cancellation));
        CHECK(check(fresh));
        TRY(auto file, DurableFile::openForAppend(fresh));
        return file.sync();
    };
    if (auto made = make(); !made) {
        QFile::remove(fresh);
        return made;
    }
    if (QFile::exists(path(1)))
        CHECK(rename(path(1), path(2)));
    CHECK(rename(fresh, path(1)));
    return DurableFile::syncDirectory(m_directory);
}
