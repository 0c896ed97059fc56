// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageWindow shows one message in a window of its own and goes to the next and the previous one of the
// list it was opened from. It remembers its size. GUI thread.
#pragma once

#include "Actions.h"
#include "MailSession.h"

#include <QMainWindow>

class MessageListModel;
class ReaderActions;
class ReaderPane;
class ReadingSteps;

class MessageWindow : public QMainWindow
{
    Q_OBJECT
public:
    // `session` and `list` must outlive it.
    MessageWindow(MailSession &session, MessageListModel &list, QWidget *parent = nullptr);

    void showMessage(MessageId message, Flags flags);
    MessageId message() const;
    ReaderPane &reader() { return *m_reader; }

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void connectParts();
    void perform(ActionId id);
    void performOnMessage(ActionId id);
    void tell(const QString &sentence);
    // False where there is none.
    bool goBy(int step);
    bool goToUnread(int step);
    bool goTo(int row);
    void toggle(Flag flag);
    // It is out of the way: shows another one, or closes.
    void move(FolderKind kind);
    void followRemoval(const std::vector<MessageId> &messages);
    void updateSituation();
    void report(const Error &error);
    Flags flags() const;
    QString settingsPath() const;

    MailSession &m_session;
    MessageListModel &m_list;
    Actions m_actions;
    ReaderPane *m_reader;
    ReaderActions *m_readerActions;
    ReadingSteps *m_steps;
};
