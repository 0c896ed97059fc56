// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMarks keeps over a restart what the user has marked to be fetched and deleted on servers and has not
// let be done yet. A small file of the profile, replaced atomically. One thread; copies are values.
#pragma once

#include "Result.h"
#include "ServerMessage.h"

#include <QHash>
#include <QJsonObject>

class ServerMarks
{
public:
    // What cannot be read is not marked any more: nothing is lost by that, and nothing deleted.
    explicit ServerMarks(const QString &profileDirectory);

    QHash<AccountId, ServerWork> all() const;
    // No marks: forgets the account. DiskFailed.
    Result<void> set(AccountId account, const ServerWork &marks);

private:
    QString m_path;
    QJsonObject m_marks; // by account
};
