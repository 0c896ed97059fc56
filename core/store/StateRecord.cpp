// SPDX-License-Identifier: GPL-3.0-or-later
#include "StateRecord.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace
{
constexpr int stateVersion = 1;
const QLatin1String versionKey("poplar_state"), messagesKey("messages"), foldersKey("folders"), idKey("id"),
    folderKey("folder"), readKey("read"), starredKey("starred"), tagsKey("tags"), noteKey("note"),
    charsetKey("charset"), accountKey("account"), kindKey("kind"), nameKey("name"), parentKey("parent");

// Qt writes U+FEFF as it is, and takes it for a byte order mark where it begins a text that it reads.
QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).replace("\xEF\xBB\xBF", "\\ufeff");
}

QByteArray json(const StateRecord::Message &message)
{
    QJsonObject object{{idKey, message.id}, {folderKey, message.folder}};
    if (message.marks.testFlag(Flag::Read))
        object.insert(readKey, true);
    if (message.marks.testFlag(Flag::Starred))
        object.insert(starredKey, true);
    if (!message.tags.isEmpty())
        object.insert(tagsKey, QJsonArray::fromStringList(message.tags));
    if (!message.note.isEmpty())
        object.insert(noteKey, message.note);
    if (!message.charset.isEmpty())
        object.insert(charsetKey, QLatin1String(message.charset));
    return compact(object);
}

QByteArray json(const Folder &folder)
{
    return compact({{idKey, folder.id},
                    {accountKey, qint64(folder.account)},
                    {kindKey, int(folder.kind)},
                    {nameKey, folder.name},
                    {parentKey, folder.parent}});
}

StateRecord::Message messageOf(const QJsonObject &object)
{
    StateRecord::Message message;
    message.id = object.value(idKey).toInteger();
    message.folder = object.value(folderKey).toInteger();
    message.marks.setFlag(Flag::Read, object.value(readKey).toBool());
    message.marks.setFlag(Flag::Starred, object.value(starredKey).toBool());
    for (const auto &tag : object.value(tagsKey).toArray())
        if (const QString name = tag.toString(); !name.isEmpty())
            message.tags.append(name);
    message.note = object.value(noteKey).toString();
    message.charset = object.value(charsetKey).toString().toLatin1();
    return message;
}

std::optional<Folder> folderOf(const QJsonObject &object)
{
    Folder folder;
    folder.id = object.value(idKey).toInteger();
    const qint64 account = object.value(accountKey).toInteger();
    const qint64 kind = object.value(kindKey).toInteger();
    folder.name = object.value(nameKey).toString();
    folder.parent = object.value(parentKey).toInteger();
    if (folder.id <= 0 || account <= 0 || account > 0xFFFFFFFF || kind < int(FolderKind::Inbox) ||
        kind > int(FolderKind::Custom) || folder.parent < 0)
        return {};
    folder.account = static_cast<AccountId>(account);
    folder.kind = static_cast<FolderKind>(kind);
    return folder;
}
} // namespace

QByteArrayList StateRecord::encoded(qsizetype size) const
{
    const QByteArray begin = "{\"poplar_state\":" + QByteArray::number(stateVersion) + ",\"messages\":[";
    QByteArrayList contents;
    QByteArray entries;
    const auto finish = [&](const QByteArray &rest) {
        contents.append(begin + entries + ']' + rest + '}');
        entries.clear();
    };
    if (folders) {
        QByteArrayList table;
        for (const Folder &folder : *folders)
            table.append(json(folder));
        finish(",\"folders\":[" + table.join(',') + ']');
    }
    for (const Message &message : messages) {
        if (!entries.isEmpty())
            entries += ',';
        entries += json(message);
        if (entries.size() >= size)
            finish({});
    }
    if (!entries.isEmpty())
        finish({});
    return contents;
}

std::optional<StateRecord> StateRecord::decode(const QByteArray &content)
{
    const QJsonObject object = QJsonDocument::fromJson(content).object();
    if (object.value(versionKey).toInteger() != stateVersion)
        return {};
    StateRecord state;
    for (const auto &entry : object.value(messagesKey).toArray()) {
        Message message = messageOf(entry.toObject());
        if (message.id > 0)
            state.messages.push_back(std::move(message));
    }
    if (object.contains(foldersKey)) {
        state.folders.emplace();
        for (const auto &entry : object.value(foldersKey).toArray())
            if (auto folder = folderOf(entry.toObject()))
                state.folders->push_back(std::move(*folder));
    }
    return state;
}
