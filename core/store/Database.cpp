// SPDX-License-Identifier: GPL-3.0-or-later
#include "Database.h"

#include "DurableFile.h"
#include "WriteTrial.h"

#include <QFile>
#include <QFileInfo>

#include <sqlite3.h>

// The linker drops the resources of a static library unless somebody asks for them; Qt wants that outside of
// namespaces.
static void keepScripts()
{
    Q_INIT_RESOURCE(schema);
}

namespace
{
constexpr int applicationId = 0x506F706C; // "Popl"
constexpr int busyMilliseconds = 10000;

// SQLite wants UTF-8 on every system.
std::string fileName(const QString &path)
{
    return path.toStdString();
}

// The version and kind of a file, read over a connection that leaves no trace in it. A power cut while the
// file was made leaves a rollback journal, and nothing can be read before SQLite was allowed to undo it.
Result<void> checkVersion(const QString &path, int newest)
{
    return guard([&]() -> Result<void> {
        const bool hasJournal = QFileInfo::exists(path + QStringLiteral("-journal"));
        SQLite::Database file(fileName(path), hasJournal ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY,
                              busyMilliseconds);
        sqlite3_db_config(file.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        const int version = file.execAndGet("PRAGMA user_version").getInt();
        const int kind = file.execAndGet("PRAGMA application_id").getInt();
        const int tables = file.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
        if (version == 0 && kind == 0 && tables == 0)
            return {};
        if (kind != applicationId)
            return failure(ErrorCode::Damaged, path + QStringLiteral(": not a catalogue of Poplar"));
        if (version > newest)
            return failure(
                ErrorCode::NewerFormat,
                QStringLiteral("%1: version %2, this program knows %3").arg(path).arg(version).arg(newest));
        return {};
    });
}

void setUp(SQLite::Database &connection)
{
    // Debian builds SQLite with secure_delete on, which makes deletes several times slower.
    connection.exec("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    "PRAGMA secure_delete=OFF; PRAGMA cache_size=-64000; PRAGMA journal_size_limit=67108864;"
                    "PRAGMA wal_autocheckpoint=2000; PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;"
                    "PRAGMA fullfsync=1; PRAGMA checkpoint_fullfsync=1;");
}

// Each version has a copy of its own: a migration that was cut short, and goes on with the next start, does
// not replace that of the version it began with.
Result<void> copyDurably(SQLite::Database &connection, const QString &to)
{
    const QString fresh = to + QStringLiteral(".new");
    QFile::remove(fresh);
    connection.backup(fileName(fresh).c_str(), SQLite::Database::Save);
    {
        TRY(auto file, DurableFile::openForAppend(fresh));
        CHECK(file.sync());
    }
    QFile::remove(to);
    if (!QFile::rename(fresh, to))
        return failure(ErrorCode::DiskFailed, fresh + QStringLiteral(": cannot be renamed"));
    return DurableFile::syncDirectory(QFileInfo(to).path());
}

Result<std::unique_ptr<Database>> orExplained(const QString &path, Result<std::unique_ptr<Database>> opened)
{
    if (opened)
        return opened;
    return tl::unexpected<Error>(explained(opened.error(), QFileInfo(path).path()));
}
} // namespace

Error databaseError(const SQLite::Exception &exception)
{
    const QString detail = QStringLiteral("SQLite %1: %2")
                               .arg(exception.getExtendedErrorCode())
                               .arg(QString::fromUtf8(exception.what()));
    switch (exception.getErrorCode()) {
    case SQLITE_FULL:
        return Error{ErrorCode::DiskFull, detail, {}, {}, {}};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return Error{ErrorCode::ReadOnly, detail, {}, {}, {}};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return Error{ErrorCode::Damaged, detail, {}, {}, {}};
    default:
        return Error{ErrorCode::DiskFailed, detail, {}, {}, {}};
    }
}

QByteArray Query::bytes(int column) const
{
    const SQLite::Column value = m_statement.getColumn(column);
    const void *from = value.getBlob();
    return QByteArray(static_cast<const char *>(from), value.getBytes());
}

QString Query::text(int column) const
{
    const SQLite::Column value = m_statement.getColumn(column);
    const char *from = value.getText();
    return QString::fromUtf8(from, value.getBytes());
}

void Query::bindOne(int index, const QByteArray &value)
{
    // A null pointer would bind NULL; an empty QByteArray points at its terminator.
    m_statement.bindNoCopy(index, static_cast<const void *>(value.constData()),
                           static_cast<int>(value.size()));
}

std::vector<QByteArray> Database::migrations()
{
    keepScripts();
    std::vector<QByteArray> scripts;
    for (const auto &name :
         {QStringLiteral("001_initial"), QStringLiteral("002_ledger"), QStringLiteral("003_state"),
          QStringLiteral("004_list"), QStringLiteral("005_reading"), QStringLiteral("006_server_headers")}) {
        QFile script(QStringLiteral(":/store/schema/%1.sql").arg(name));
        if (script.open(QIODevice::ReadOnly))
            scripts.push_back(script.readAll());
    }
    return scripts;
}

Result<std::unique_ptr<Database>> Database::openForWriting(const QString &path,
                                                           const std::vector<QByteArray> &steps)
{
    return orExplained(path, openWriter(path, steps));
}

Result<std::unique_ptr<Database>> Database::openForReading(const QString &path)
{
    return orExplained(path, openReader(path));
}

Result<std::unique_ptr<Database>> Database::openWriter(const QString &path,
                                                       const std::vector<QByteArray> &steps)
{
    if (QFileInfo::exists(path))
        CHECK(checkVersion(path, static_cast<int>(steps.size())));
    return guard([&]() -> Result<std::unique_ptr<Database>> {
        auto connection = std::make_unique<SQLite::Database>(
            fileName(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
            busyMilliseconds);
        setUp(*connection);
        std::unique_ptr<Database> database(new Database(std::move(connection)));
        CHECK(database->migrate(path, steps));
        return database;
    });
}

Error Database::explain(const Error &error) const
{
    return explained(error, QFileInfo(QString::fromStdString(m_connection->getFilename())).path());
}

Result<std::unique_ptr<Database>> Database::openReader(const QString &path)
{
    if (!QFileInfo::exists(path))
        return failure(ErrorCode::NotFound, path);
    CHECK(checkVersion(path, static_cast<int>(migrations().size())));
    return guard([&]() -> Result<std::unique_ptr<Database>> {
        // Read-write, because a reader of a WAL file takes part in its shared memory; it cannot write for all
        // that.
        auto connection = std::make_unique<SQLite::Database>(
            fileName(path), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, busyMilliseconds);
        sqlite3_db_config(connection->getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        connection->exec("PRAGMA query_only=1; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-16000;"
                         "PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;");
        if (connection->execAndGet("PRAGMA user_version").getInt() == 0)
            return failure(ErrorCode::NotFound, path + QStringLiteral(": still being made"));
        return std::unique_ptr<Database>(new Database(std::move(connection)));
    });
}

Result<void> Database::migrate(const QString &path, const std::vector<QByteArray> &steps)
{
    const int newest = static_cast<int>(steps.size());
    if (newest == 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("the program lacks its own schema"));
    const int version = m_connection->execAndGet("PRAGMA user_version").getInt();
    if (version > 0 && version < newest) {
        const QString copy = QStringLiteral("%1.version-%2").arg(path).arg(version);
        CHECK(copyDurably(*m_connection, copy));
    }
    for (int step = version; step < newest; ++step) {
        CHECK(transaction(Durability::Full, [&] {
            m_connection->exec(steps[static_cast<size_t>(step)].constData());
            m_connection->exec("PRAGMA application_id=" + std::to_string(applicationId));
            m_connection->exec("PRAGMA user_version=" + std::to_string(step + 1));
        }));
    }
    return {};
}

void Database::setDurability(Durability durability)
{
    if (durability == m_durability)
        return;
    m_connection->exec(durability == Durability::Full ? "PRAGMA synchronous=FULL"
                                                      : "PRAGMA synchronous=NORMAL");
    m_durability = durability;
}

Result<void> Database::checkpoint()
{
    return guard([&] { m_connection->exec("PRAGMA wal_checkpoint(PASSIVE)"); });
}
