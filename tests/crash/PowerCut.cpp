// SPDX-License-Identifier: GPL-3.0-or-later
#include "PowerCut.h"

#include <QDir>
#include <QFile>

#include <algorithm>
#include <set>

using Kind = LoggedOperation::Kind;

namespace
{
constexpr qint64 sectorSize = 512;

bool changesNames(const LoggedOperation &operation)
{
    return operation.kind == Kind::Create || operation.kind == Kind::MakeDirectory ||
           operation.kind == Kind::Unlink || operation.kind == Kind::Rename;
}

QByteArray directoryOf(const QByteArray &path)
{
    return path.left(std::max(path.lastIndexOf('/'), qsizetype(0)));
}

void put(QByteArray &content, qint64 offset, QByteArrayView bytes)
{
    if (content.size() < offset + bytes.size())
        content.resize(offset + bytes.size(), '\0');
    std::copy(bytes.begin(), bytes.end(), content.begin() + offset);
}
} // namespace

PowerCut::PowerCut(const std::vector<LoggedOperation> &operations, Syncs syncs, quint32 seed)
    : m_operations(operations), m_syncs(syncs), m_random(seed)
{
}

std::vector<bool> PowerCut::durable(size_t count) const
{
    std::vector<bool> result(count, false);
    if (m_syncs == Syncs::Lying)
        return result;
    std::set<int> files;
    std::set<QByteArray> directories;
    for (size_t i = count; i-- > 0;) {
        const LoggedOperation &operation = m_operations[i];
        if (operation.kind == Kind::Sync)
            files.insert(operation.file);
        else if (operation.kind == Kind::SyncDirectory)
            directories.insert(operation.path);
        else if (changesNames(operation))
            result[i] = directories.count(directoryOf(operation.path)) > 0;
        else
            result[i] = files.count(operation.file) > 0;
    }
    return result;
}

PowerCut::Names PowerCut::names(size_t count, const std::vector<bool> &durable, Unsynced unsynced)
{
    size_t surviving = 0; // of the names that were not synced
    if (unsynced == Unsynced::Kept)
        surviving = count;
    else if (unsynced == Unsynced::Torn)
        surviving = m_random() % 8;
    Names names{{QByteArray(), -1}};
    for (size_t i = 0; i < count; ++i) {
        const LoggedOperation &operation = m_operations[i];
        if (!changesNames(operation) || (!durable[i] && surviving == 0))
            continue;
        if (!durable[i])
            --surviving;
        if (operation.kind == Kind::Unlink) {
            names.erase(operation.path);
        } else if (operation.kind == Kind::Rename) {
            if (auto node = names.extract(operation.path))
                names[operation.newPath] = node.mapped();
        } else if (names.count(directoryOf(operation.path)) > 0) {
            names[operation.path] = operation.file;
        }
    }
    return names;
}

void PowerCut::apply(const LoggedOperation &operation, bool whole, QByteArray &content)
{
    if (operation.kind == Kind::Truncate) {
        if (whole || chance())
            content.resize(operation.offset, '\0');
        return;
    }
    if (whole) {
        put(content, operation.offset, operation.bytes);
        return;
    }
    const qint64 end = operation.offset + operation.bytes.size();
    for (qint64 from = operation.offset; from < end;) {
        const qint64 to = std::min(end, (from / sectorSize + 1) * sectorSize);
        if (chance())
            put(content, from, QByteArrayView(operation.bytes).sliced(from - operation.offset, to - from));
        from = to;
    }
}

void PowerCut::write(size_t count, Unsynced unsynced, const QString &directory)
{
    const std::vector<bool> isDurable = durable(count);
    const Names present = names(count, isDurable, unsynced);
    std::map<int, QByteArray> contents;
    for (size_t i = 0; i < count; ++i) {
        const LoggedOperation &operation = m_operations[i];
        if (operation.kind != Kind::Write && operation.kind != Kind::Truncate)
            continue;
        if (isDurable[i] || unsynced != Unsynced::Lost)
            apply(operation, isDurable[i] || unsynced == Unsynced::Kept, contents[operation.file]);
    }
    for (const auto &[path, file] : present) {
        const QString target = directory + QLatin1Char('/') + QFile::decodeName(path);
        if (file < 0) {
            QDir().mkpath(target);
            continue;
        }
        QFile out(target);
        if (!out.open(QIODevice::WriteOnly) || out.write(contents[file]) != contents[file].size())
            qFatal("cannot write %s", qPrintable(target));
    }
}
