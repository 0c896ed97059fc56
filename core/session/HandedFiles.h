// SPDX-License-Identifier: GPL-3.0-or-later
//
// HandedFiles are the attachments that other programs are given: files in a folder that nobody else may enter
// and that goes with this object. Used in one thread at a time.
#pragma once

#include "Identifiers.h"
#include "PrivateFolder.h"
#include "Result.h"

#include <QDateTime>

#include <functional>
#include <map>
#include <memory>
#include <tuple>

class HandedFiles
{
public:
    // What the other program does with the file. What it opens is a copy: changes would be lost, so that it
    // cannot be changed. What it takes is the user's own from then on.
    enum class Purpose { Open, Take };

    // The path of the part's file, which has `name`. It is read and written unless it is there as it was.
    // DiskFailed, and what `read` says.
    Result<QString> give(MessageId message, const QString &part, const QString &name, Purpose purpose,
                         const std::function<Result<QByteArray>()> &read);

private:
    struct Given {
        QString path;
        qint64 size = 0;
        QDateTime written;
    };

    Result<Given> write(const QString &name, const QByteArray &bytes, Purpose purpose);

    std::unique_ptr<PrivateFolder> m_folder; // made by the first file
    std::map<std::tuple<MessageId, QString, Purpose>, Given> m_given;
};
