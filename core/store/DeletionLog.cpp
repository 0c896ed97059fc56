// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeletionLog.h"

#include <algorithm>
#include <limits>

namespace
{
std::string folded(const QString &text)
{
    return text.toCaseFolded().toStdString();
}

QString nameAndAddress(const QString &name, const QString &address)
{
    return name.isEmpty() || address.isEmpty() ? name + address
                                               : QStringLiteral("%1 <%2>").arg(name, address);
}
} // namespace

DeletionLog::DeletionLog(SQLite::Database &database)
    : m_waiting(database, "SELECT 1 FROM deletion WHERE account = ? AND uidl = ? AND occurrence = ? "
                          "AND settled = 0"),
      m_message(database, "SELECT m.subject, a.name, a.address, m.size FROM message m "
                          "LEFT JOIN address a ON a.id = m.sender WHERE m.id = ?"),
      m_add(database, "INSERT INTO deletion(account, uidl, occurrence, message, size, sent, subject, sender, "
                      "reason, folded) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      m_settle(database, "UPDATE deletion SET settled = ?, confirmed = ? WHERE account = ? AND uidl = ? "
                         "AND occurrence = ? AND settled = 0"),
      m_find(database,
             "SELECT id, account, uidl, occurrence, message, size, sent, settled, confirmed, subject, "
             "sender, reason FROM deletion WHERE id < ?1 AND (?2 = 0 OR account = ?2) "
             "AND (?3 = '' OR instr(folded, ?3) > 0) ORDER BY id DESC LIMIT ?4")
{
}

void DeletionLog::add(AccountId account, const LedgerDeletion &deletion, qint64 now)
{
    const LedgerEntry &entry = deletion.entry;
    if (Query query(m_waiting); query.bind(account, entry.uidl, entry.occurrence)->executeStep())
        return;
    QString subject, sender;
    qint64 size = entry.listedSize;
    if (Query query(m_message); query.bind(entry.message)->executeStep()) {
        subject = query.text(0);
        sender = nameAndAddress(query.text(1), query.text(2));
        if (size == 0)
            size = query.integer(3);
    }
    const QString uidl = QString::fromLatin1(entry.uidl);
    const std::string subjectText = subject.toStdString(), senderText = sender.toStdString();
    const std::string reasonText = deletion.reason.toStdString();
    const std::string searched = folded(subject + QLatin1Char('\n') + sender + QLatin1Char('\n') +
                                        deletion.reason + QLatin1Char('\n') + uidl + QLatin1Char('\n'));
    Query query(m_add);
    query.bind(account, entry.uidl, entry.occurrence, entry.message, size, now, subjectText, senderText,
               reasonText, searched);
    query->exec();
}

void DeletionLog::settle(AccountId account, const LedgerEntry &entry, bool confirmed, qint64 now)
{
    Query query(m_settle);
    query.bind(now, confirmed, account, entry.uidl, entry.occurrence);
    query->exec();
}

std::vector<DeletionLogEntry> DeletionLog::find(const DeletionQuery &query)
{
    const std::string text = folded(query.text);
    const qint64 before = query.before > 0 ? query.before : std::numeric_limits<qint64>::max();
    std::vector<DeletionLogEntry> entries;
    Query rows(m_find);
    rows.bind(before, query.account, text, std::max(query.limit, 0));
    while (rows->executeStep()) {
        DeletionLogEntry entry;
        entry.number = rows.integer(0);
        entry.key = {static_cast<AccountId>(rows.integer(1)), rows.bytes(2),
                     static_cast<int>(rows.integer(3))};
        entry.message = rows.integer(4);
        entry.size = rows.integer(5);
        entry.sent = rows.integer(6);
        entry.settled = rows.integer(7);
        entry.confirmed = rows.integer(8) != 0;
        entry.subject = rows.text(9);
        entry.sender = rows.text(10);
        entry.reason = rows.text(11);
        entries.push_back(std::move(entry));
    }
    return entries;
}
