// SPDX-License-Identifier: GPL-3.0-or-later
#include "InspectedTree.h"

#include <QJsonArray>

namespace
{

QString typeOf(const QJsonObject &part)
{
    return part[QStringLiteral("type")].toString();
}

// What S/MIME and winmail.dat hold is a leaf to the others.
QJsonArray childrenOf(const QJsonObject &part)
{
    if (!typeOf(part).startsWith(QStringLiteral("multipart/")) &&
        !typeOf(part).startsWith(QStringLiteral("message/")))
        return {};
    return part[QStringLiteral("children")].toArray();
}

bool isMessage(const QJsonObject &part)
{
    return typeOf(part) == QStringLiteral("message/rfc822");
}

template <class Describe> QString listed(const QJsonObject &part, const QString &name, Describe describe)
{
    QStringList children;
    for (const QJsonValue &child : childrenOf(part))
        children.append(describe(child.toObject()));
    return children.isEmpty() ? name : name + u'(' + children.join(u',') + u')';
}

// Each part of the tree, from the outside in.
template <class Take> void forEach(const QJsonObject &part, Take take)
{
    take(part);
    for (const QJsonValue &child : childrenOf(part))
        forEach(child.toObject(), take);
}

} // namespace

namespace inspectedTree
{

QString types(const QJsonObject &part)
{
    return listed(part, typeOf(part), types);
}

QString kinds(const QJsonObject &part)
{
    const bool isMultipart = typeOf(part).startsWith(QStringLiteral("multipart/"));
    return listed(part,
                  isMultipart       ? QStringLiteral("multipart")
                  : isMessage(part) ? QStringLiteral("message")
                                    : QStringLiteral("leaf"),
                  kinds);
}

int partsOfTopMessage(const QJsonObject &part)
{
    int count = 1;
    if (!isMessage(part))
        for (const QJsonValue &child : childrenOf(part))
            count += partsOfTopMessage(child.toObject());
    return count;
}

std::vector<qint64> leafSizes(const QJsonObject &part)
{
    std::vector<qint64> sizes;
    forEach(part, [&](const QJsonObject &at) {
        if (childrenOf(at).isEmpty())
            sizes.push_back(at[QStringLiteral("size")].toInteger());
    });
    return sizes;
}

bool has(const QJsonObject &part, const QString &type)
{
    bool found = false;
    forEach(part, [&](const QJsonObject &at) { found = found || typeOf(at) == type; });
    return found;
}

QStringList partNames(const QJsonObject &inspected)
{
    QStringList names;
    forEach(inspected[QStringLiteral("parts")].toObject(), [&](const QJsonObject &at) {
        if (at[QStringLiteral("name")].isString())
            names.append(at[QStringLiteral("name")].toString().simplified());
    });
    return names;
}

QStringList attachmentNames(const QJsonObject &inspected)
{
    QStringList names;
    for (const QJsonValue &attachment : inspected[QStringLiteral("attachments")].toArray())
        names.append(attachment[QStringLiteral("name")].toString());
    return names;
}

} // namespace inspectedTree
