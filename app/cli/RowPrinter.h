// SPDX-License-Identifier: GPL-3.0-or-later
//
// RowPrinter prints messages as the verbs that list them do, a line or a JSON object each, piece by piece, so
// that a million of them need no more memory than their numbers. Main thread.
#pragma once

#include "Invocation.h"

class RowPrinter : public QObject
{
    Q_OBJECT
public:
    // It belongs to the invocation, which has a session.
    RowPrinter(Invocation &invocation, std::vector<Folder> folders);

    // Prints those that still exist, in this order, then calls `done`.
    void print(std::vector<MessageId> messages, std::function<void()> done);

private:
    void printPiece();
    void print(const MessageSummary &summary) const;

    Invocation &m_invocation;
    const std::vector<Folder> m_folders;
    std::vector<MessageId> m_ids;
    size_t m_next = 0;
    std::function<void()> m_done;
};
