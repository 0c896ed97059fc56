// SPDX-License-Identifier: GPL-3.0-or-later
//
// NestedWindow shows a message that lies within a stored one, or one of which a stored one is a piece, like
// any other: head, text, cards, attachments.
// It closes with Escape and deletes itself. GUI thread; the session reads.
#pragma once

#include "MailSession.h"

#include <QWidget>

class EmptyPage;
class MessagePage;
class QStackedLayout;

class NestedWindow : public QWidget
{
    Q_OBJECT
public:
    // `part` is the place of the message, as for MailSession::attachment(). `session` must outlive the
    // window.
    NestedWindow(MailSession &session, MessageId message, const QString &part, QWidget *parent = nullptr);

    MessagePage &page() { return *m_page; }

private:
    void load();
    void take(const RenderOptions &options, Result<MessageBody> result);

    MailSession &m_session;
    const MessageId m_message;
    const QString m_part;
    QStackedLayout *m_stack;
    EmptyPage *m_waiting;
    MessagePage *m_page;
    bool m_isShown = false;
};
