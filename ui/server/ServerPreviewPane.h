// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerPreviewPane shows the beginning of the chosen message on a server as plain text: from here where it
// is here, else by asking the server for its first lines, which stay there. GUI thread.
#pragma once

#include "MailSession.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPlainTextEdit;

class ServerPreviewPane : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit ServerPreviewPane(MailSession &session, QWidget *parent = nullptr);

    // Soon, unless another message follows at once; nullptr: none is chosen.
    void showFor(const ServerMessage *message);
    QString text() const;
    // The address of who wrote the message that is shown; empty where that is not known yet.
    QString sender() const { return m_sender; }

private:
    void ask();
    void showText(const Addresses &from, const Addresses &to, qint64 date, const QString &text);
    void showHint(const QString &hint);
    void showFailure(const Error &error);

    MailSession &m_session;
    QLabel *m_head;
    QPlainTextEdit *m_text;
    QTimer m_askTimer;
    ServerMessage m_message;
    QString m_sender;
    bool m_isChosen = false;
    int m_question = 0; // the answer to an older one is not shown
};
