// SPDX-License-Identifier: GPL-3.0-or-later
//
// JsonText says how the texts of a message stand in JSON: what is not there is null, bytes that should be
// ASCII and may be anything are read as Latin-1. Pure.
#pragma once

#include "Address.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace jsonText
{

inline QString of(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes);
}

inline QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

inline QJsonValue orNull(const QByteArray &bytes)
{
    return orNull(of(bytes));
}

inline QJsonArray listOf(const QByteArrayList &list)
{
    QJsonArray array;
    for (const QByteArray &item : list)
        array.append(of(item));
    return array;
}

inline QJsonObject ofAddress(const Address &address)
{
    return {{QStringLiteral("name"), address.name}, {QStringLiteral("address"), address.address}};
}

inline QJsonArray ofAddresses(const Addresses &addresses)
{
    QJsonArray array;
    for (const Address &address : addresses)
        array.append(ofAddress(address));
    return array;
}

// RFC 3339, in UTC.
inline QString ofTime(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
}

inline QJsonValue timeOrNull(qint64 seconds)
{
    return seconds == 0 ? QJsonValue() : QJsonValue(ofTime(seconds));
}

} // namespace jsonText
