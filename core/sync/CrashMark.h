// SPDX-License-Identifier: GPL-3.0-or-later
//
// CrashMark leaves word of the message that is being fetched, for the case that the program does not survive
// it: a small file beside the spool, written for each message and removed when the check ends. It costs no
// disk access, since a crash of the program does not lose what the system has. Fetch thread.
#pragma once

#include "Identifiers.h"

#include <QByteArray>
#include <QFile>

#include <optional>

class CrashMark
{
public:
    struct Message {
        QByteArray uidl;
        int occurrence = 0;

        bool operator==(const Message &) const = default;
    };

    CrashMark(const QString &spoolDirectory, AccountId account);
    ~CrashMark(); // removes the file

    // What a check of this account was about when the program ended; nothing where it came to its end.
    std::optional<Message> found() const { return m_found; }
    void set(const QByteArray &uidl, int occurrence);
    void clear();

private:
    void write(QByteArray line);

    QFile m_file;
    std::optional<Message> m_found;
};
