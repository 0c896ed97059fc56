// SPDX-License-Identifier: GPL-3.0-or-later
#include "StorePromise.h"

#include "StoreReader.h"

#include <QCryptographicHash>
#include <QHash>

#include <algorithm>

namespace
{

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QString named(MessageId id)
{
    return QStringLiteral("message %1 ").arg(id);
}

Result<QHash<FolderId, FolderKind>> folderKinds(const QString &profile)
{
    TRY(const auto reader, StoreReader::open(profile));
    TRY(const auto folders, reader->folders());
    QHash<FolderId, FolderKind> kinds;
    for (const Folder &folder : folders)
        kinds.insert(folder.id, folder.kind);
    return kinds;
}

} // namespace

void StorePromise::take(const QByteArray &output)
{
    const qsizetype end = output.lastIndexOf('\n');
    for (const QByteArray &line : output.left(std::max<qsizetype>(end, 0)).split('\n')) {
        const QByteArrayList words = line.split(' ');
        if (words.size() == 3 && words[0] == "stored") {
            m_known[words[1].toLongLong()] = {QByteArray::fromHex(words[2]), {}, {}};
        } else if (words.size() == 5 && words[0] == "begin") {
            if (const auto operation = StoreOperation::fromLine(words.mid(2).join(' ')))
                begin(words[1].toInt(), *operation);
        } else if (words.size() == 2 && words[0] == "done") {
            done(words[1].toInt());
        }
    }
}

void StorePromise::done(int number)
{
    const StoreOperation operation = m_open[number];
    m_open.erase(number);
    for (const MessageId id : operation.messages) {
        const auto known = m_known.find(id);
        if (known == m_known.end())
            continue;
        if (operation.kind == StoreOperation::Kind::Remove) {
            remove(known);
            continue;
        }
        known->second.past.push_back(known->second.marks);
        known->second.marks = known->second.marks.after(operation);
    }
}

void StorePromise::remove(std::map<MessageId, Known>::iterator known)
{
    m_removed.insert(known->second.sha256);
    m_known.erase(known);
}

QStringList StorePromise::lost(const std::vector<ServedMessage> &onServer)
{
    std::set<QByteArray> somewhere = m_removed;
    for (const auto &[id, known] : m_known)
        somewhere.insert(known.sha256);
    for (const ServedMessage &message : onServer) {
        const QByteArray hash = sha256(message.bytes);
        m_served.insert(hash);
        somewhere.insert(hash);
    }
    QStringList wrong;
    for (const QByteArray &hash : m_served)
        if (!somewhere.contains(hash))
            wrong << QStringLiteral("a message is neither here nor on the server: ") +
                         QString::fromLatin1(hash.toHex());
    return wrong;
}

QStringList StorePromise::check(const QString &profile, Catalogue catalogue)
{
    const auto stored = readStoredMail(profile);
    if (!stored)
        return {QStringLiteral("the store cannot be read: ") + stored.error().detail};
    const auto kinds = folderKinds(profile);
    if (!kinds)
        return {QStringLiteral("the folders cannot be read: ") + kinds.error().detail};
    QStringList wrong;
    std::map<MessageId, Known> found;
    std::set<QByteArray> hashes;
    for (const StoredMessage &message : *stored) {
        const MessageId id = message.summary.id;
        const QByteArray hash = sha256(message.bytes);
        if (hash != message.summary.sha256)
            wrong << named(id) + QStringLiteral("has not the bytes of its hash");
        if (!m_served.contains(hash))
            wrong << named(id) + QStringLiteral("was never on the server");
        if (m_removed.contains(hash))
            wrong << named(id) + QStringLiteral("is back from the dead");
        if (!hashes.insert(hash).second)
            wrong << named(id) + QStringLiteral("is stored twice");
        found[id] = {hash,
                     {message.summary.flags & (Flag::Read | Flag::Starred),
                      kinds->value(message.summary.folder, FolderKind::Custom), message.summary.tags},
                     {}};
    }
    for (auto at = m_known.begin(); at != m_known.end();) {
        const auto known = at++;
        const auto here = found.find(known->first);
        const StoreOperation *const operation = underWay(known->first);
        if (here == found.end()) {
            if (operation == nullptr || operation->kind != StoreOperation::Kind::Remove)
                wrong << named(known->first) + QStringLiteral("is lost");
            remove(known);
            continue;
        }
        if (here->second.sha256 != known->second.sha256)
            wrong << named(known->first) + QStringLiteral("is another one than before");
        checkMarks(known->first, known->second, here->second.marks, catalogue, wrong);
    }
    m_known = std::move(found);
    m_open.clear();
    return wrong;
}

void StorePromise::checkMarks(MessageId id, const Known &known, const MessageMarks &found,
                              Catalogue catalogue, QStringList &wrong)
{
    const StoreOperation *const operation = underWay(id);
    if (found == known.marks || (operation != nullptr && found == known.marks.after(*operation)))
        return;
    const bool wasOnce = std::find(known.past.begin(), known.past.end(), found) != known.past.end();
    if (catalogue == Catalogue::Lost && wasOnce) {
        ++m_olderMarks;
        return;
    }
    wrong << named(id) + QStringLiteral("has %1; acknowledged were %2").arg(found.text(), known.marks.text());
}

const StoreOperation *StorePromise::underWay(MessageId message) const
{
    for (const auto &[number, operation] : m_open)
        if (std::find(operation.messages.begin(), operation.messages.end(), message) !=
            operation.messages.end())
            return &operation;
    return nullptr;
}

bool StorePromise::isUnderWay(StoreOperation::Kind kind) const
{
    return std::any_of(m_open.begin(), m_open.end(),
                       [kind](const auto &open) { return open.second.kind == kind; });
}

std::vector<MessageId> StorePromise::messages() const
{
    std::vector<MessageId> ids;
    for (const auto &[id, known] : m_known)
        ids.push_back(id);
    return ids;
}
