// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredMail.h"

#include "StoreReader.h"

#include <QCryptographicHash>
#include <QHash>

#include <algorithm>

Result<std::vector<StoredMessage>> readStoredMail(const QString &profileDirectory)
{
    TRY(const auto reader, StoreReader::open(profileDirectory));
    TRY(const auto folders, reader->folders());
    std::vector<MessageId> ids;
    for (const Folder &folder : folders) {
        ListQuery query;
        query.scope = ListQuery::Scope::Folder;
        query.folder = folder.id;
        TRY(const auto rows, reader->rows(query));
        for (const MessageRow &row : rows)
            ids.push_back(row.id);
    }
    std::sort(ids.begin(), ids.end());
    TRY(const auto summaries, reader->summaries(ids));
    std::vector<StoredMessage> stored;
    for (const MessageSummary &summary : summaries) {
        TRY(QByteArray bytes, reader->raw(summary.id));
        stored.push_back({summary, std::move(bytes)});
    }
    return stored;
}

QString faults(const std::vector<ServedMessage> &served, const std::vector<StoredMessage> &stored)
{
    QHash<QByteArray, std::vector<const StoredMessage *>> copies;
    for (const StoredMessage &message : stored)
        copies[message.summary.uidl].push_back(&message);
    QStringList lines;
    for (const ServedMessage &message : served) {
        const auto found = copies.take(message.uidl);
        const QString name = QString::fromLatin1(message.uidl);
        if (found.empty()) {
            lines << name + QStringLiteral(" is lost");
            continue;
        }
        if (found.size() > 1)
            lines << name + QStringLiteral(" is stored %1 times").arg(found.size());
        const QByteArray hash = QCryptographicHash::hash(message.bytes, QCryptographicHash::Sha256);
        if (found.front()->bytes != message.bytes || found.front()->summary.sha256 != hash)
            lines << name + QStringLiteral(" is not what the server served");
    }
    for (auto it = copies.cbegin(); it != copies.cend(); ++it)
        lines << QString::fromLatin1(it.key()) + QStringLiteral(" was never on the server");
    if (lines.size() > 20)
        lines = lines.mid(0, 20) << QStringLiteral("… and %1 more").arg(lines.size() - 20);
    return lines.join(QLatin1Char('\n'));
}
