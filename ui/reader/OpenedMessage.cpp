// SPDX-License-Identifier: GPL-3.0-or-later
#include "OpenedMessage.h"

#include "DeleteForGood.h"
#include "MessageListModel.h"
#include "ReaderPane.h"
#include "ReadingSteps.h"
#include "SafeText.h"

#include <QVBoxLayout>

#include <algorithm>

namespace
{
bool isAmong(MessageId message, const std::vector<MessageId> &messages)
{
    return std::find(messages.begin(), messages.end(), message) != messages.end();
}
} // namespace

OpenedMessage::OpenedMessage(MailSession &session, MessageListModel &list, ReaderPane &like,
                             const Known &message, QWidget *parent)
    : QWidget(parent), m_session(session), m_list(list), m_like(like), m_message(message)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    connectSession();
    findSubject();
}

void OpenedMessage::connectSession()
{
    connect(&m_session, &MailSession::flagsChanged, this,
            [this](const std::vector<MessageId> &messages, Flags set, Flags clear) {
                if (isAmong(message(), messages))
                    m_message.flags = (m_message.flags | set) & ~clear;
            });
    connect(&m_session, &MailSession::messagesMoved, this, &OpenedMessage::followMove);
    connect(&m_session, &MailSession::messagesRemoved, this, [this](const std::vector<MessageId> &messages) {
        if (isAmong(message(), messages))
            Q_EMIT finished(true);
    });
}

void OpenedMessage::findSubject()
{
    if (m_message.subject)
        return;
    m_session.summaries({message()}, this,
                        [this, asked = message()](const Result<std::vector<MessageSummary>> &found) {
                            if (asked != message() || m_message.subject || !found || found->empty())
                                return;
                            m_message.subject = found->front().subject;
                            Q_EMIT changed();
                        });
}

ReaderPane &OpenedMessage::reader()
{
    if (m_reader)
        return *m_reader;
    m_reader = new ReaderPane(m_session, this);
    m_reader->setAccessibleName(tr("Message"));
    m_reader->showLike(m_like);
    layout()->addWidget(m_reader);
    m_steps = new ReadingSteps(
        *m_reader, [this](int step) { return goBy(step); }, [this](int step) { return goToUnread(step); },
        this);
    connectReader();
    m_reader->showMessage(message(), m_message.flags);
    return *m_reader;
}

void OpenedMessage::connectReader()
{
    connect(m_steps, &ReadingSteps::ended, this, &OpenedMessage::told);
    connect(m_reader, &ReaderPane::noticed, this, &OpenedMessage::told);
    connect(m_reader, &ReaderPane::linkHovered, this, &OpenedMessage::linkHovered);
    connect(m_reader, &ReaderPane::messageShown, this, [this] {
        m_message.subject = m_reader->body().header.subject;
        if (m_reader->hasFocus())
            m_reader->focusText(); // there is one now
        Q_EMIT changed();
    });
    connect(m_reader, &ReaderPane::messageViewed, this, [this](MessageId viewed) {
        m_session.setFlags({viewed}, Flag::Read, {}, this, [this](const Result<void> &result) {
            if (!result)
                Q_EMIT failed(result.error());
        });
    });
}

void OpenedMessage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    reader();
}

QString OpenedMessage::title() const
{
    if (!m_message.subject)
        return tr("Message");
    const QString subject = SafeText::oneLine(m_message.subject->simplified(), 200).trimmed();
    return subject.isEmpty() ? tr("(no subject)") : subject;
}

void OpenedMessage::focusText()
{
    reader().focusText();
}

bool OpenedMessage::perform(ActionId id)
{
    switch (id) {
    case ActionId::ToggleRead:
        reader().keepUnread();
        toggle(Flag::Read);
        return true;
    case ActionId::ToggleStar:
        toggle(Flag::Starred);
        return true;
    case ActionId::Archive:
        move(FolderKind::Archive);
        return true;
    case ActionId::Delete:
        move(FolderKind::Trash);
        return true;
    case ActionId::DeleteForGood:
        deleteForGood();
        return true;
    default:
        reader();
        return m_steps->perform(id);
    }
}

void OpenedMessage::showOther(const Known &message)
{
    m_message = message;
    findSubject();
    reader().showMessage(message.id, message.flags);
    Q_EMIT changed();
}

bool OpenedMessage::goTo(int row)
{
    if (row < 0 || row >= m_list.rowCount())
        return false;
    const MessageSummary *const summary = m_list.summaryAt(row);
    showOther({m_list.idAt(row), m_list.flagsAt(row),
               summary ? std::optional<QString>(summary->subject) : std::nullopt});
    return true;
}

bool OpenedMessage::goBy(int step)
{
    const int row = m_list.rowOf(message());
    return row >= 0 && goTo(row + step);
}

bool OpenedMessage::goToUnread(int step)
{
    return goTo(m_list.goToUnread(m_list.rowOf(message()), step));
}

void OpenedMessage::toggle(Flag flag)
{
    const bool has = m_message.flags.testFlag(flag);
    m_session.setFlags({message()}, has ? Flags() : flag, has ? flag : Flags(), this,
                       [this](const Result<void> &result) {
                           if (!result)
                               Q_EMIT failed(result.error());
                       });
}

void OpenedMessage::move(FolderKind kind)
{
    const MessageId moved = message();
    // Where there is none after it, it stays until it is out of the way: else nobody could tell why it is
    // not.
    const bool isLast = !goBy(1) && !goBy(-1);
    m_session.moveTo({moved}, kind, this, [this, isLast](const Result<void> &result) {
        if (!result)
            Q_EMIT failed(result.error());
        else if (isLast)
            Q_EMIT finished(false);
    });
}

void OpenedMessage::deleteForGood()
{
    askToDeleteForGood(m_session, {message()}, *this, [this](const Result<void> &result) {
        if (!result)
            Q_EMIT failed(result.error());
    });
}

// What goes into the trash is deleted, as far as a reader is concerned; elsewhere it stays open.
void OpenedMessage::followMove(const std::vector<MessageId> &messages)
{
    if (!isAmong(message(), messages))
        return;
    const MessageId moved = message();
    m_session.summaries({moved}, this, [this, moved](const Result<std::vector<MessageSummary>> &found) {
        if (!found || found->empty())
            return;
        m_session.folders(
            this, [this, moved, now = found->front().folder](const Result<std::vector<Folder>> &folders) {
                const auto isTrash = [now](const Folder &one) {
                    return one.id == now && one.kind == FolderKind::Trash;
                };
                if (moved == message() && folders && std::any_of(folders->begin(), folders->end(), isTrash))
                    Q_EMIT finished(false);
            });
    });
}
