// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpenedMessage is a message that was opened by itself, in a tab or in a window of its own: a reader, what is
// done to its message, and the way to the next one of the list that it was opened from. Until it is first
// shown it is no more than a number and a subject, so that many cost little. GUI thread.
#pragma once

#include "Actions.h"
#include "MailSession.h"

#include <QWidget>

class MessageListModel;
class ReaderPane;
class ReadingSteps;

class OpenedMessage : public QWidget
{
    Q_OBJECT
public:
    // What is known of a message before it is read.
    struct Known {
        MessageId id = 0;
        Flags flags;
        std::optional<QString> subject; // nothing: the session is asked for it
    };

    // All must outlive it. The message is shown as in `like`.
    OpenedMessage(MailSession &session, MessageListModel &list, ReaderPane &like, const Known &message,
                  QWidget *parent = nullptr);

    MessageId message() const { return m_message.id; }
    const Known &known() const { return m_message; }
    // The subject, on one line.
    QString title() const;
    // From the first call on the message is loaded.
    ReaderPane &reader();
    bool isLoaded() const { return m_reader; }
    // False where the action is none of a message's.
    bool perform(ActionId id);
    void focusText();

Q_SIGNALS:
    void changed(); // the title, or the message
    // There is nothing to show any more: it was moved out of the way, or (`isGone`) deleted for good.
    void finished(bool isGone);
    void told(const QString &sentence);
    void failed(const Error &error);
    void linkHovered(const QString &target); // empty: none

protected:
    void showEvent(QShowEvent *event) override;

private:
    void connectReader();
    void connectSession();
    void findSubject();
    void showOther(const Known &message);
    // False where there is none.
    bool goBy(int step);
    bool goToUnread(int step);
    bool goTo(int row);
    void toggle(Flag flag);
    // It is out of the way: shows another one, or ends.
    void move(FolderKind kind);
    void deleteForGood();
    void followMove(const std::vector<MessageId> &messages);

    MailSession &m_session;
    MessageListModel &m_list;
    ReaderPane &m_like;
    Known m_message;
    ReaderPane *m_reader = nullptr; // both from the first showing on
    ReadingSteps *m_steps = nullptr;
};
