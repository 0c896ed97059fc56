// SPDX-License-Identifier: GPL-3.0-or-later
#include "CatalogueOpening.h"

#include "Log.h"
#include "SegmentScan.h"
#include "StoreRecovery.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>

namespace
{
const std::string rebuildKey = "rebuilding";
const QStringList parts{QString(), QStringLiteral("-wal"), QStringLiteral("-shm"),
                        QStringLiteral("-journal")};
} // namespace

CatalogueOpening::CatalogueOpening(const QString &profileDirectory)
    : m_directory(profileDirectory), m_vault(profileDirectory + QStringLiteral("/vault")),
      m_path(profileDirectory + QStringLiteral("/catalogue.db")), m_backup(profileDirectory)
{
}

Result<std::unique_ptr<Catalogue>> CatalogueOpening::open()
{
    const bool isOurs = !Vault::segmentsIn(m_vault).empty() || m_backup.newest() != 0;
    if (QFileInfo(m_path).size() > 0) {
        auto opened = openChecked();
        qint64 mode = 0;
        if (opened) {
            TRY(mode, guard([&] { return (*opened)->segments.number(rebuildKey); }));
        }
        if (opened && mode != static_cast<qint64>(StoreRecovery::Mode::Restored))
            return opened;
        if (!opened && (opened.error().code != ErrorCode::Damaged || !isOurs))
            return opened;
        if (opened) { // a copy that was not brought up to the vault yet: that begins anew
            m_recovery.cause = CatalogueRecovery::Cause::Missing;
            opened->reset();
            removeCatalogue();
        } else {
            qCWarning(logStore) << "the catalogue is damaged:" << opened.error().detail;
            m_recovery.cause = CatalogueRecovery::Cause::Damaged;
            CHECK(setAside());
        }
    } else if (isOurs) {
        m_recovery.cause = CatalogueRecovery::Cause::Missing;
        CHECK(setAside()); // the write-ahead log of what is missing
    }
    if (m_recovery.cause != CatalogueRecovery::Cause::None) {
        TRY(const bool restored, restore());
        m_recovery.source = restored ? CatalogueRecovery::Source::Backup : CatalogueRecovery::Source::Vault;
    }
    return Catalogue::open(m_path);
}

Result<std::unique_ptr<Catalogue>> CatalogueOpening::openChecked() const
{
    TRY(auto catalogue, Catalogue::open(m_path));
    if (catalogue->wasLeftInUse())
        CHECK(CatalogueBackup::check(m_path));
    return catalogue;
}

Result<void> CatalogueOpening::setAside()
{
    const QString time = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyy-MM-ddTHH-mm-ss"));
    QString kept = m_path + QStringLiteral(".damaged-") + time;
    for (int i = 2; QFile::exists(kept); ++i)
        kept = QStringLiteral("%1.damaged-%2-%3").arg(m_path, time).arg(i);
    for (const QString &part : parts) {
        if (!QFile::exists(m_path + part))
            continue;
        if (QFileInfo(m_path + part).size() == 0) {
            QFile::remove(m_path + part);
            continue;
        }
        if (!QFile::rename(m_path + part, kept + part))
            return failure(ErrorCode::DiskFailed, m_path + part + QStringLiteral(": cannot be renamed"));
        if (part.isEmpty())
            m_recovery.keptFile = kept;
    }
    return DurableFile::syncDirectory(m_directory);
}

Result<bool> CatalogueOpening::restore()
{
    const QByteArray storeId = vaultsStoreId();
    for (int copy = 1; copy <= CatalogueBackup::copies; ++copy) {
        const QString path = m_backup.path(copy);
        if (!isUsable(path, storeId))
            continue;
        if (fitsVault(path)) {
            m_recovery.backupTime = QFileInfo(path).lastModified().toSecsSinceEpoch();
            CHECK(putInPlace(path));
            return true;
        }
        if (m_source.isEmpty())
            m_source = path;
    }
    return false;
}

// The mark that it is older than the vault is in it before it takes the catalogue's name.
Result<void> CatalogueOpening::putInPlace(const QString &copy) const
{
    const QString fresh = m_path + QStringLiteral(".restoring");
    QFile::remove(fresh);
    if (!QFile::copy(copy, fresh))
        return failure(ErrorCode::DiskFailed, copy + QStringLiteral(": cannot be copied"));
    QFile::setPermissions(fresh, QFile::permissions(fresh) | QFile::ReadOwner | QFile::WriteOwner);
    CHECK(guard([&] {
        SQLite::Database file(fresh.toStdString(), SQLite::OPEN_READWRITE);
        SQLite::Statement mark(file, "INSERT OR REPLACE INTO setting(key, value) VALUES(?, ?)");
        mark.bind(1, rebuildKey);
        mark.bind(2, static_cast<int>(StoreRecovery::Mode::Restored));
        mark.exec();
    }));
    TRY(auto file, DurableFile::openForAppend(fresh));
    CHECK(file.sync());
    if (!QFile::rename(fresh, m_path))
        return failure(ErrorCode::DiskFailed, fresh + QStringLiteral(": cannot be renamed"));
    return DurableFile::syncDirectory(m_directory);
}

bool CatalogueOpening::isUsable(const QString &copy, const QByteArray &storeId) const
{
    if (!QFile::exists(copy) || !CatalogueBackup::check(copy))
        return false;
    const auto own = guard([&]() -> Result<QByteArray> {
        TRY(const auto database, Database::openForReading(copy));
        return SegmentTable(database->connection()).bytes("store_id");
    });
    return own && !own->isEmpty() && (storeId.isEmpty() || *own == storeId);
}

// A file that is shorter than the copy says lost mail, or the vault is older than the copy. One that is
// missing was compacted since: its messages are found elsewhere.
bool CatalogueOpening::fitsVault(const QString &copy) const
{
    const auto segments = guard([&]() -> Result<std::vector<SegmentEntry>> {
        TRY(const auto database, Database::openForReading(copy));
        return SegmentTable(database->connection()).all();
    });
    return segments && std::all_of(segments->begin(), segments->end(), [&](const SegmentEntry &segment) {
               const QFileInfo file(Vault::segmentPath(m_vault, segment.number));
               return segment.state == SegmentState::Retired || !file.exists() ||
                      file.size() >= segment.committed;
           });
}

QByteArray CatalogueOpening::vaultsStoreId() const
{
    for (const int number : Vault::segmentsIn(m_vault))
        if (const auto file = DurableFile::openForReading(Vault::segmentPath(m_vault, number)))
            if (const QByteArray storeId = storeIdOf(*file); !storeId.isEmpty())
                return storeId;
    return {};
}

void CatalogueOpening::removeCatalogue() const
{
    for (const QString &part : parts)
        QFile::remove(m_path + part);
}

void CatalogueOpening::takeOver(Catalogue &catalogue) const
{
    if (m_source.isEmpty())
        return;
    if (const auto taken = takeOverFrom(m_source, catalogue); !taken)
        qCWarning(logStore) << "nothing could be taken over from" << m_source << taken.error().detail;
}

Result<void> takeOverFrom(const QString &from, Catalogue &catalogue)
{
    SQLite::Database &database = catalogue.connection();
    CHECK(guard([&] {
        SQLite::Statement attach(database, "ATTACH ? AS old");
        attach.bind(1, from.toStdString());
        attach.exec();
    }));
    const auto taken = catalogue.transaction(Database::Durability::Full, [&] {
        database.exec(
            "INSERT OR IGNORE INTO uidl(account, uidl, occurrence, state, message, listed_size, fingerprint, "
            "first_seen, last_seen, gone_since, choice, wanted, attempts, last_attempt, trouble) "
            "SELECT account, uidl, occurrence, state, message, listed_size, fingerprint, first_seen, "
            "last_seen, gone_since, choice, wanted, attempts, last_attempt, trouble FROM old.uidl");
        database.exec("UPDATE uidl SET state = o.state, gone_since = o.gone_since, choice = o.choice, "
                      "wanted = o.wanted, attempts = o.attempts, last_attempt = o.last_attempt, "
                      "trouble = o.trouble, last_seen = max(uidl.last_seen, o.last_seen) FROM old.uidl o "
                      "WHERE o.account = uidl.account AND o.uidl = uidl.uidl AND "
                      "o.occurrence = uidl.occurrence AND o.message = uidl.message");
        database.exec(
            "INSERT OR IGNORE INTO deletion(id, account, uidl, occurrence, message, size, sent, settled, "
            "confirmed, subject, sender, reason, folded) SELECT id, account, uidl, occurrence, message, "
            "size, sent, settled, confirmed, subject, sender, reason, folded FROM old.deletion");
        database.exec("INSERT OR IGNORE INTO setting SELECT key, value FROM old.setting WHERE key NOT IN "
                      "('rebuilding', 'threads_written', 'in_use')");
        // A copy from before they were there has none.
        if (SQLite::Statement(database, "SELECT 1 FROM old.sqlite_schema WHERE name = 'reading_consent'")
                .executeStep())
            database.exec("INSERT OR IGNORE INTO reading_consent(kind, value, since) "
                          "SELECT kind, value, since FROM old.reading_consent");
        // Flag::OnServer is what the ledger says.
        database.exec("UPDATE message SET flags = (flags & ~8) | 8 * EXISTS(SELECT 1 FROM uidl u WHERE "
                      "u.message = message.id AND u.state <> 3)");
    });
    CHECK(guard([&] { database.exec("DETACH old"); }));
    return taken;
}
