// SPDX-License-Identifier: GPL-3.0-or-later
#include "HandedFiles.h"

#include <QFile>
#include <QFileInfo>

Result<QString> HandedFiles::give(MessageId message, const QString &part, const QString &name,
                                  Purpose purpose, const std::function<Result<QByteArray>()> &read)
{
    const auto key = std::make_tuple(message, part, purpose);
    if (const auto known = m_given.find(key); known != m_given.end()) {
        const QFileInfo there(known->second.path);
        if (there.isFile() && there.size() == known->second.size &&
            there.lastModified() == known->second.written)
            return known->second.path;
        m_given.erase(known); // whoever has it may go on with it
    }
    TRY(const QByteArray bytes, read());
    TRY(Given given, write(name, bytes, purpose));
    return m_given.emplace(key, std::move(given)).first->second.path;
}

Result<HandedFiles::Given> HandedFiles::write(const QString &name, const QByteArray &bytes, Purpose purpose)
{
    if (!m_folder) {
        TRY(m_folder, PrivateFolder::make());
    }
    TRY(const QString path, m_folder->newFile(name));
    QFile file(path);
    const bool isOpen = file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!isOpen || file.write(bytes) != bytes.size() || !file.flush()) {
        const QString why = path + QLatin1String(": ") + file.errorString();
        if (isOpen)
            (void)file.remove(); // half a file is none
        return failure(ErrorCode::DiskFailed, why);
    }
    file.close();
    if (purpose == Purpose::Open)
        file.setPermissions(QFileDevice::ReadOwner);
    return Given{path, bytes.size(), QFileInfo(path).lastModified()};
}
