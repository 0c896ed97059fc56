// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageWork.h"

#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "Terminal.h"

#include <QCommandLineParser>

#include <algorithm>

namespace
{

// Each piece is one durable transaction: few enough for a progress that moves, enough to hide the fsync.
constexpr size_t pieceSize = 5'000;

QString counted(size_t messages)
{
    return messages == 1 ? QStringLiteral("1 message") : QStringLiteral("%1 messages").arg(messages);
}

QString unknownSentence(const QStringList &unknown)
{
    constexpr int named = 20;
    QString list = unknown.mid(0, named).join(QStringLiteral(", "));
    if (unknown.size() > named)
        list += QStringLiteral(" and %1 more").arg(unknown.size() - named);
    return QStringLiteral("There is no message %1. \"poplar-cli list\" shows those there are.").arg(list);
}

} // namespace

std::optional<MessageSelection> MessageWork::parse(Invocation &invocation, QCommandLineParser &parser)
{
    parser.addPositionalArgument(
        QStringLiteral("ID"),
        QStringLiteral("Numbers of messages as \"list\" shows them, ranges like 10-20, or - to read "
                       "them from standard input."),
        QStringLiteral("ID..."));
    if (!invocation.parse(parser))
        return {};
    if (parser.positionalArguments().isEmpty()) {
        invocation.misused(QStringLiteral("Name messages by their numbers."));
        return {};
    }
    QString mistake;
    auto selection = MessageSelection::read(parser.positionalArguments(), mistake);
    if (!selection)
        invocation.misused(QStringLiteral("\"%1\" is no message's number.").arg(mistake.left(60)));
    return selection;
}

void MessageWork::start(Invocation &invocation, const MessageSelection &selection, const Sentences &sentences,
                        Act act)
{
    auto *const work = new MessageWork(invocation, selection, sentences, std::move(act));
    invocation.session().folders(work,
                                 invocation.orFail<std::vector<Folder>>([work](std::vector<Folder> folders) {
                                     work->listFolders(std::move(folders));
                                 }));
}

MessageWork::MessageWork(Invocation &invocation, MessageSelection selection, Sentences sentences, Act act)
    : QObject(&invocation), m_invocation(invocation), m_selection(std::move(selection)),
      m_sentences(std::move(sentences)), m_act(std::move(act))
{
    connect(new InterruptWatch(this), &InterruptWatch::interrupted, this, [this] { m_isInterrupted = true; });
}

// One list of everything would leave out junk and trash.
void MessageWork::listFolders(std::vector<Folder> folders)
{
    if (folders.empty())
        return begin();
    ListQuery query;
    query.scope = ListQuery::Scope::Folder;
    query.folder = folders.back().id;
    folders.pop_back();
    m_invocation.session().rows(
        query, this,
        m_invocation.orFail<std::vector<MessageRow>>([this, folders](const std::vector<MessageRow> &rows) {
            for (const MessageRow &row : rows)
                m_existing.push_back(row.id);
            listFolders(folders);
        }));
}

void MessageWork::begin()
{
    std::sort(m_existing.begin(), m_existing.end());
    m_found = m_selection.among(m_existing);
    m_isProgressShown =
        m_found.messages.size() > pieceSize && terminal::isProgressWanted(m_invocation.options().quiet);
    doPiece();
}

void MessageWork::doPiece()
{
    const auto &all = m_found.messages;
    if (m_done == all.size() || m_isInterrupted || m_error)
        return end();
    if (m_isProgressShown)
        terminal::showProgress(QStringLiteral("%1 of %2").arg(m_done).arg(counted(all.size())));
    const size_t next = std::min(all.size(), m_done + pieceSize);
    m_act({all.begin() + qsizetype(m_done), all.begin() + qsizetype(next)}, this,
          [this, next](const Result<void> &result) {
              if (result)
                  m_done = next;
              else
                  m_error = result.error();
              doPiece();
          });
}

void MessageWork::end()
{
    if (m_isProgressShown)
        terminal::showProgress({});
    if (!m_found.unknown.isEmpty())
        terminal::complain(unknownSentence(m_found.unknown));
    if (m_error)
        terminal::complain(errorSentence(*m_error));
    if (m_isInterrupted && m_done < m_found.messages.size())
        terminal::complain(
            QStringLiteral("Stopped after %1 of %2.").arg(m_done).arg(counted(m_found.messages.size())));

    if (m_invocation.options().json) {
        terminal::print(mailJson::document(
            QJsonObject{{QStringLiteral("done"), qint64(m_done)},
                        {QStringLiteral("not_done"), qint64(m_found.messages.size() - m_done)},
                        {QStringLiteral("unknown"), QJsonArray::fromStringList(m_found.unknown)},
                        {QStringLiteral("error"), mailJson::fromError(m_error)}}));
    } else if (m_done > 0 || m_found.unknown.isEmpty()) {
        QString line = QStringLiteral("%1 %2.").arg(counted(m_done), m_sentences.done);
        if (!m_sentences.addition.isEmpty())
            line += u' ' + m_sentences.addition;
        terminal::printLine(terminal::harmless(line));
    }
    const bool isAll = m_done == m_found.messages.size() && m_found.unknown.isEmpty() && !m_error;
    m_invocation.finish(isAll ? ExitCode::Done : m_done > 0 ? ExitCode::Partly : ExitCode::Failed);
}
