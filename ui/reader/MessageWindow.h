// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageWindow is a window around an opened message: menus, toolbar and status bar, and keys that close it.
// It remembers its size. GUI thread.
#pragma once

#include "Actions.h"
#include "Error.h"
#include "Identifiers.h"

#include <QMainWindow>

class MailSession;
class OpenedMessage;
class ReaderActions;
class ReaderPane;

class MessageWindow : public QMainWindow
{
    Q_OBJECT
public:
    // Takes `message`. `session` must outlive it.
    MessageWindow(MailSession &session, OpenedMessage *message);

    MessageId message() const;
    ReaderPane &reader();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void connectParts();
    void perform(ActionId id);
    void tell(const QString &sentence);
    void report(const Error &error);
    void updateSituation();
    QString settingsPath() const;

    MailSession &m_session;
    OpenedMessage *m_message;
    Actions m_actions;
    ReaderActions *m_readerActions;
};
