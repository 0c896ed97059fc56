// SPDX-License-Identifier: GPL-3.0-or-later
//
// InspectedTree goes over the tree of parts that `poplar-cli inspect --json` prints, in the terms in which
// other programs describe it. Pure.
#pragma once

#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace inspectedTree
{
// "multipart/mixed(text/plain,message/rfc822(text/html))"
QString types(const QJsonObject &part);
// "multipart(leaf,message(leaf))"
QString kinds(const QJsonObject &part);
// Without those of messages within it.
int partsOfTopMessage(const QJsonObject &part);
std::vector<qint64> leafSizes(const QJsonObject &part);
bool has(const QJsonObject &part, const QString &type);

// Of the whole message: names as the sender wrote them, and as they are listed.
QStringList partNames(const QJsonObject &inspected);
QStringList attachmentNames(const QJsonObject &inspected);
} // namespace inspectedTree
