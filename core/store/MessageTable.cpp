// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageTable.h"

namespace
{
// Addresses are few against messages; beyond this many the cache starts anew.
constexpr qsizetype cachedAddresses = 20000;

// Lists are packed with ASCII's own separators, which a decoded name cannot hold for a good reason.
constexpr QChar unitSeparator(0x1F), recordSeparator(0x1E);

std::string utf8(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    return std::string(bytes.constData(), static_cast<size_t>(bytes.size()));
}

std::string packed(const Addresses &addresses)
{
    QString text;
    for (const Address &address : addresses) {
        for (const QString &part : {address.name, address.address}) {
            const qsizetype begin = text.size();
            text += part;
            for (qsizetype i = begin; i < text.size(); ++i)
                if (text[i] == unitSeparator || text[i] == recordSeparator)
                    text[i] = QLatin1Char(' ');
            text += unitSeparator;
        }
        text.back() = recordSeparator;
    }
    return utf8(text);
}

Addresses unpacked(const QString &text)
{
    Addresses addresses;
    for (const auto record : QStringView(text).split(recordSeparator, Qt::SkipEmptyParts)) {
        const qsizetype middle = record.indexOf(unitSeparator);
        if (middle >= 0)
            addresses.push_back({record.first(middle).toString(), record.sliced(middle + 1).toString()});
    }
    return addresses;
}

QByteArrayList lines(const QByteArray &text)
{
    return text.isEmpty() ? QByteArrayList() : text.split('\n');
}
} // namespace

MessageTable::MessageTable(SQLite::Database &database)
    : m_insert(database,
               "INSERT INTO message(id, account, folder, thread, date, date_source, received, flags, sender, "
               "size, "
               "summarised, segment, position, length, hash, uidl, subject, preview, recipients, message_id, "
               "in_reply_to, reference_ids) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      m_setSummary(
          database,
          "UPDATE message SET thread = ?, date = ?, date_source = ?, flags = ?, sender = ?, summarised = 1, "
          "subject = ?, preview = ?, recipients = ?, message_id = ?, in_reply_to = ?, reference_ids = ? "
          "WHERE id = ?"),
      m_setRecord(
          database,
          "UPDATE message SET segment = ?, position = ?, length = ?, hash = ?, size = ?, received = ?, "
          "uidl = ?, summarised = ? WHERE id = ?"),
      m_setPlace(database, "UPDATE message SET segment = ?, position = ?, length = ? WHERE id = ?"),
      m_countIn(database, "SELECT count(*) FROM message WHERE segment = ?"),
      m_remove(database, "DELETE FROM message WHERE id = ?"),
      m_summary(
          database,
          "SELECT m.account, m.folder, m.thread, m.date, m.date_source, m.received, m.flags, m.size, m.hash, "
          "m.uidl, m.subject, m.preview, m.recipients, m.message_id, m.in_reply_to, m.reference_ids, a.name, "
          "a.address FROM message m LEFT JOIN address a ON a.id = m.sender WHERE m.id = ?"),
      m_stored(database, "SELECT segment, position, length, hash, account, thread, folder, flags, summarised "
                         "FROM message WHERE id = ?"),
      m_marks(database, "SELECT folder, flags FROM message WHERE id = ?"),
      m_setMarks(database, "UPDATE message SET folder = ?, flags = ? WHERE id = ?"),
      m_unsummarised(database, "SELECT id FROM message WHERE summarised = 0 ORDER BY id"),
      m_rows(database,
             "SELECT id, date, flags, thread FROM message WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?"),
      m_newest(database, "SELECT max(id) FROM message"), m_count(database, "SELECT count(*) FROM message"),
      m_findAddress(database, "SELECT id FROM address WHERE address = ? AND name = ?"),
      m_addAddress(database, "INSERT INTO address(address, name) VALUES(?, ?) RETURNING id")
{
}

qint64 MessageTable::addressId(const Address &address)
{
    const std::pair<QString, QString> key(address.address, address.name);
    if (const auto known = m_addressIds.constFind(key); known != m_addressIds.constEnd())
        return *known;
    if (m_addressIds.size() >= cachedAddresses)
        m_addressIds.clear();
    const std::string text = utf8(address.address), name = utf8(address.name);
    qint64 id = 0;
    if (Query query(m_findAddress); query.bind(text, name)->executeStep())
        id = query.integer(0);
    if (id == 0) {
        Query query(m_addAddress);
        query.bind(text, name)->executeStep();
        id = query.integer(0);
    }
    m_addressIds.insert(key, id);
    return id;
}

void MessageTable::insert(const MessageSummary &summary, const RecordPlace &place, bool summarised)
{
    const qint64 sender = addressId(summary.from);
    const std::string subject = utf8(summary.subject), preview = utf8(summary.preview);
    const std::string recipients = packed(summary.to);
    const QByteArray references = summary.references.join('\n');
    Query query(m_insert);
    query.bind(summary.id, summary.account, summary.folder, summary.thread, summary.date,
               static_cast<qint64>(summary.dateSource), summary.received, summary.flags.toInt(), sender,
               summary.size, summarised, place.segment, place.offset, place.length, summary.sha256,
               summary.uidl, subject, preview, recipients, summary.messageId, summary.inReplyTo, references);
    query->exec();
}

void MessageTable::setSummary(const MessageSummary &summary)
{
    const qint64 sender = addressId(summary.from);
    const std::string subject = utf8(summary.subject), preview = utf8(summary.preview);
    const std::string recipients = packed(summary.to);
    const QByteArray references = summary.references.join('\n');
    Query query(m_setSummary);
    query.bind(summary.thread, summary.date, static_cast<qint64>(summary.dateSource), summary.flags.toInt(),
               sender, subject, preview, recipients, summary.messageId, summary.inReplyTo, references,
               summary.id);
    query->exec();
}

void MessageTable::setRecord(const MessageSummary &summary, const RecordPlace &place, bool summarised)
{
    Query query(m_setRecord);
    query.bind(place.segment, place.offset, place.length, summary.sha256, summary.size, summary.received,
               summary.uidl, summarised, summary.id);
    query->exec();
}

void MessageTable::setPlace(MessageId message, const RecordPlace &place)
{
    Query query(m_setPlace);
    query.bind(place.segment, place.offset, place.length, message);
    query->exec();
}

qint64 MessageTable::countIn(int segment)
{
    Query query(m_countIn);
    query.bind(segment);
    return query->executeStep() ? query.integer(0) : 0;
}

void MessageTable::remove(MessageId message)
{
    Query query(m_remove);
    query.bind(message);
    query->exec();
}

std::optional<MessageSummary> MessageTable::summary(MessageId message)
{
    Query query(m_summary);
    query.bind(message);
    if (!query->executeStep())
        return {};
    MessageSummary summary;
    summary.id = message;
    summary.account = static_cast<AccountId>(query.integer(0));
    summary.folder = query.integer(1);
    summary.thread = query.integer(2);
    summary.date = query.integer(3);
    summary.dateSource = static_cast<DateSource>(query.integer(4));
    summary.received = query.integer(5);
    summary.flags = Flags::fromInt(static_cast<Flags::Int>(query.integer(6)));
    summary.size = query.integer(7);
    summary.sha256 = query.bytes(8);
    summary.uidl = query.bytes(9);
    summary.subject = query.text(10);
    summary.preview = query.text(11);
    summary.to = unpacked(query.text(12));
    summary.messageId = query.bytes(13);
    summary.inReplyTo = query.bytes(14);
    summary.references = lines(query.bytes(15));
    summary.from = {query.text(16), query.text(17)};
    return summary;
}

std::optional<MessageTable::Stored> MessageTable::stored(MessageId message)
{
    Query query(m_stored);
    query.bind(message);
    if (!query->executeStep())
        return {};
    Stored stored;
    stored.place = {static_cast<int>(query.integer(0)), query.integer(1), query.integer(2)};
    stored.sha256 = query.bytes(3);
    stored.account = static_cast<AccountId>(query.integer(4));
    stored.thread = query.integer(5);
    stored.marks = {query.integer(6), Flags::fromInt(static_cast<Flags::Int>(query.integer(7)))};
    stored.summarised = query.integer(8) != 0;
    return stored;
}

std::optional<MessageTable::Marks> MessageTable::marks(MessageId message)
{
    Query query(m_marks);
    query.bind(message);
    if (!query->executeStep())
        return {};
    return Marks{query.integer(0), Flags::fromInt(static_cast<Flags::Int>(query.integer(1)))};
}

void MessageTable::setMarks(MessageId message, const Marks &marks)
{
    Query query(m_setMarks);
    query.bind(marks.folder, marks.flags.toInt(), message);
    query->exec();
}

std::vector<MessageId> MessageTable::unsummarised()
{
    std::vector<MessageId> messages;
    Query query(m_unsummarised);
    while (query->executeStep())
        messages.push_back(query.integer(0));
    return messages;
}

std::vector<MessageRow> MessageTable::rows(MessageId first, MessageId last, int most)
{
    std::vector<MessageRow> rows;
    Query query(m_rows);
    query.bind(first, last, qint64(most));
    while (query->executeStep())
        rows.push_back({query.integer(0), query.integer(1),
                        Flags::fromInt(static_cast<Flags::Int>(query.integer(2))), query.integer(3)});
    return rows;
}

MessageId MessageTable::newest()
{
    Query query(m_newest);
    return query->executeStep() ? query.integer(0) : 0;
}

qint64 MessageTable::count()
{
    Query query(m_count);
    return query->executeStep() ? query.integer(0) : 0;
}
