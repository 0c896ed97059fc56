// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReadingTable.h"

ReadingTable::ReadingTable(SQLite::Database &database)
    : m_consents(database, "SELECT kind, value, since FROM reading_consent ORDER BY kind, value"),
      m_allow(database, "INSERT OR IGNORE INTO reading_consent(kind, value, since) VALUES(?, ?, ?)"),
      m_revoke(database, "DELETE FROM reading_consent WHERE kind = ? AND value = ?"),
      m_charset(database, "SELECT charset FROM reading_charset WHERE message = ?"),
      m_setCharset(database, "INSERT OR REPLACE INTO reading_charset(message, charset) VALUES(?, ?)"),
      m_removeCharset(database, "DELETE FROM reading_charset WHERE message = ?")
{
}

std::vector<ReadingConsent> ReadingTable::consents()
{
    std::vector<ReadingConsent> consents;
    Query query(m_consents);
    while (query->executeStep()) {
        const auto kind = static_cast<ReadingConsent::Kind>(query.integer(0));
        if (kind == ReadingConsent::Kind::Sender || kind == ReadingConsent::Kind::Domain)
            consents.push_back({kind, query.text(1), query.integer(2)});
    }
    return consents;
}

void ReadingTable::allow(const ReadingConsent &consent)
{
    const std::string value = consent.value.toStdString();
    Query query(m_allow);
    query.bind(qint64(consent.kind), value, consent.since);
    query->exec();
}

void ReadingTable::revoke(const ReadingConsent &consent)
{
    const std::string value = consent.value.toStdString();
    Query query(m_revoke);
    query.bind(qint64(consent.kind), value);
    query->exec();
}

QByteArray ReadingTable::charset(MessageId message)
{
    Query query(m_charset);
    query.bind(message);
    return query->executeStep() ? query.text(0).toLatin1() : QByteArray();
}

void ReadingTable::setCharset(MessageId message, const QByteArray &charset)
{
    const std::string bytes = charset.toStdString();
    Query query(charset.isEmpty() ? m_removeCharset : m_setCharset);
    if (charset.isEmpty())
        query.bind(message);
    else
        query.bind(message, bytes);
    query->exec();
}
