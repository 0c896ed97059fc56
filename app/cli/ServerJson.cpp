// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerJson.h"

#include "MailJson.h"

#include <QJsonArray>

namespace serverJson
{

namespace
{
QJsonValue timeOrNull(qint64 seconds)
{
    return seconds > 0 ? QJsonValue(mailJson::time(seconds)) : QJsonValue();
}

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}
} // namespace

QString state(ServerMessage::State state)
{
    switch (state) {
    case ServerMessage::State::New:
        return QStringLiteral("new");
    case ServerMessage::State::Fetching:
        return QStringLiteral("fetching");
    case ServerMessage::State::Stored:
        return QStringLiteral("stored");
    case ServerMessage::State::Partial:
        return QStringLiteral("partial");
    case ServerMessage::State::DeleteSent:
        return QStringLiteral("delete-sent");
    case ServerMessage::State::Gone:
        return QStringLiteral("gone");
    }
    return {};
}

QString choice(ServerMessage::Choice choice)
{
    switch (choice) {
    case ServerMessage::Choice::ByRule:
        return QStringLiteral("rule");
    case ServerMessage::Choice::Keep:
        return QStringLiteral("keep");
    case ServerMessage::Choice::Delete:
        return QStringLiteral("delete");
    case ServerMessage::Choice::Never:
        return QStringLiteral("never");
    }
    return {};
}

QJsonObject fromMessage(const ServerMessage &message)
{
    return {{QStringLiteral("uidl"), QString::fromLatin1(message.key.uidl)},
            {QStringLiteral("occurrence"), message.key.occurrence},
            {QStringLiteral("state"), state(message.state)},
            {QStringLiteral("id"), message.message > 0 ? QJsonValue(message.message) : QJsonValue()},
            {QStringLiteral("subject"), textOrNull(message.subject)},
            {QStringLiteral("from"), textOrNull(message.sender)},
            {QStringLiteral("date"), timeOrNull(message.date)},
            {QStringLiteral("size"), message.size},
            {QStringLiteral("first_seen"), timeOrNull(message.firstSeen)},
            {QStringLiteral("gone_since"), timeOrNull(message.goneSince)},
            {QStringLiteral("choice"), choice(message.choice)},
            {QStringLiteral("wanted"), message.wanted},
            {QStringLiteral("attempts"), message.attempts},
            {QStringLiteral("trouble"), textOrNull(message.trouble)},
            {QStringLiteral("will_be_deleted"), textOrNull(message.deletionReason)},
            {QStringLiteral("deletes_on"), timeOrNull(message.deletesOn)}};
}

QJsonObject fromForecast(const RetentionForecast &forecast)
{
    QJsonArray deletions;
    for (const ServerMessage &message : forecast.deletions)
        deletions.append(fromMessage(message));
    return {{QStringLiteral("on_server"), forecast.onServer},
            {QStringLiteral("deletions"), deletions},
            {QStringLiteral("deleted"), forecast.deleted},
            {QStringLiteral("deleted_bytes"), forecast.deletedBytes},
            {QStringLiteral("needs_confirmation"), forecast.needsConfirmation}};
}

QJsonObject fromSaved(const QString &path, const Result<qint64> &length)
{
    const auto error = length ? std::optional<Error>() : length.error();
    return {{QStringLiteral("file"), path},
            {QStringLiteral("bytes"), length ? QJsonValue(*length) : QJsonValue()},
            {QStringLiteral("error"), mailJson::fromError(error)}};
}

QJsonObject fromDeletion(const DeletionLogEntry &entry, const QString &account)
{
    return {{QStringLiteral("number"), entry.number},
            {QStringLiteral("account"), account},
            {QStringLiteral("uidl"), QString::fromLatin1(entry.key.uidl)},
            {QStringLiteral("id"), entry.message > 0 ? QJsonValue(entry.message) : QJsonValue()},
            {QStringLiteral("subject"), entry.subject},
            {QStringLiteral("from"), entry.sender},
            {QStringLiteral("size"), entry.size},
            {QStringLiteral("reason"), entry.reason},
            {QStringLiteral("sent"), timeOrNull(entry.sent)},
            {QStringLiteral("settled"), timeOrNull(entry.settled)},
            {QStringLiteral("confirmed"), entry.confirmed}};
}

} // namespace serverJson
