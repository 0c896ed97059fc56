// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowPrinter.h"

#include "MailJson.h"
#include "MessageText.h"
#include "Terminal.h"
#include "Words.h"

#include <algorithm>

RowPrinter::RowPrinter(Invocation &invocation, std::vector<Folder> folders)
    : QObject(&invocation), m_invocation(invocation), m_folders(std::move(folders))
{
}

void RowPrinter::print(std::vector<MessageId> messages, std::function<void()> done)
{
    m_ids = std::move(messages);
    m_done = std::move(done);
    printPiece();
}

void RowPrinter::printPiece()
{
    if (m_next == m_ids.size())
        return m_done();
    constexpr size_t pieceSize = 500;
    const size_t end = std::min(m_ids.size(), m_next + pieceSize);
    const std::vector<MessageId> piece(m_ids.begin() + qsizetype(m_next), m_ids.begin() + qsizetype(end));
    m_next = end;
    const auto printAll = [this](const std::vector<MessageSummary> &summaries) {
        for (const MessageSummary &summary : summaries)
            print(summary);
        // A reader that has gone away (`| head`) needs no more.
        if (terminal::outputIsWritten())
            printPiece();
        else
            m_done();
    };
    m_invocation.session().summaries(piece, this, m_invocation.orFail<std::vector<MessageSummary>>(printAll));
}

void RowPrinter::print(const MessageSummary &summary) const
{
    if (!m_invocation.options().json)
        return terminal::printLine(messageText::listLine(summary));
    const auto folder = std::find_if(m_folders.begin(), m_folders.end(),
                                     [&](const Folder &other) { return other.id == summary.folder; });
    const QString account = words::account(summary.account, m_invocation.session().accounts());
    terminal::print(mailJson::line(mailJson::fromSummary(
        summary, account, folder != m_folders.end() ? words::folder(*folder) : QString())));
}
