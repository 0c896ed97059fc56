// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreOperation.h"

#include <algorithm>
#include <array>
#include <map>

namespace
{
// In the order of StoreOperation::Kind.
constexpr std::array<const char *, 10> kindWords{"read", "unread", "star",   "unstar", "move",
                                                 "tag",  "untag",  "remove", "check",  "compact"};
} // namespace

QByteArray StoreOperation::line() const
{
    QByteArrayList ids;
    for (const MessageId id : messages)
        ids.append(QByteArray::number(id));
    return QByteArray(kindWords[size_t(kind)]) + ' ' + (argument.isEmpty() ? "-" : argument) + ' ' +
           ids.join(',');
}

std::optional<StoreOperation> StoreOperation::fromLine(const QByteArray &line)
{
    const QByteArrayList words = line.split(' ');
    if (words.size() != 3)
        return std::nullopt;
    const auto word = std::find(kindWords.begin(), kindWords.end(), words[0]);
    if (word == kindWords.end())
        return std::nullopt;
    StoreOperation operation;
    operation.kind = static_cast<Kind>(word - kindWords.begin());
    if (words[1] != "-")
        operation.argument = words[1];
    for (const QByteArray &id : words[2].split(','))
        if (!id.isEmpty())
            operation.messages.push_back(id.toLongLong());
    return operation;
}

QStringList StoreOperation::verb() const
{
    static const std::map<Kind, QString> verbs{
        {Kind::Check, QStringLiteral("fetch")},        {Kind::Compact, QStringLiteral("compact")},
        {Kind::Read, QStringLiteral("mark --read")},   {Kind::Unread, QStringLiteral("mark --unread")},
        {Kind::Star, QStringLiteral("mark --star")},   {Kind::Unstar, QStringLiteral("mark --unstar")},
        {Kind::Move, QStringLiteral("move --folder")}, {Kind::Tag, QStringLiteral("tag --add")},
        {Kind::Untag, QStringLiteral("tag --remove")}, {Kind::Remove, QStringLiteral("delete --for-good")},
    };
    static const QStringList folders{QString(), QStringLiteral("inbox"), QStringLiteral("archive"),
                                     QStringLiteral("junk"), QStringLiteral("trash")};
    QStringList words = verbs.at(kind).split(u' ');
    if (kind == Kind::Move)
        words.append(folders.at(argument.toInt()));
    else if (!argument.isEmpty())
        words.append(QString::fromLatin1(argument));
    for (const MessageId id : messages)
        words.append(QString::number(id));
    return words;
}

MessageMarks MessageMarks::after(const StoreOperation &operation) const
{
    MessageMarks marks = *this;
    const QString tag = QString::fromUtf8(operation.argument);
    switch (operation.kind) {
    case StoreOperation::Kind::Read:
        marks.flags.setFlag(Flag::Read);
        break;
    case StoreOperation::Kind::Unread:
        marks.flags.setFlag(Flag::Read, false);
        break;
    case StoreOperation::Kind::Star:
        marks.flags.setFlag(Flag::Starred);
        break;
    case StoreOperation::Kind::Unstar:
        marks.flags.setFlag(Flag::Starred, false);
        break;
    case StoreOperation::Kind::Move:
        marks.folder = static_cast<FolderKind>(operation.argument.toInt());
        break;
    case StoreOperation::Kind::Tag:
        if (!marks.tags.contains(tag))
            marks.tags.append(tag);
        marks.tags.sort();
        break;
    case StoreOperation::Kind::Untag:
        marks.tags.removeAll(tag);
        break;
    case StoreOperation::Kind::Remove:
    case StoreOperation::Kind::Check:
    case StoreOperation::Kind::Compact:
        break;
    }
    return marks;
}

QString MessageMarks::text() const
{
    return QStringLiteral("flags %1, folder %2, tags \"%3\"")
        .arg(flags.toInt())
        .arg(int(folder))
        .arg(tags.join(u','));
}
