// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageWindows are the windows of messages that are open. They are nobody's children, so that each stands
// by itself on the desktop, and go when this object does. GUI thread.
#pragma once

#include "Identifiers.h"

#include <QPointer>

#include <vector>

class MailSession;
class MessageWindow;
class OpenedMessage;

class MessageWindows
{
public:
    // `session` must outlive it.
    explicit MessageWindows(MailSession &session) : m_session(session) {}
    ~MessageWindows();
    MessageWindows(const MessageWindows &) = delete;
    MessageWindows &operator=(const MessageWindows &) = delete;

    // The window that shows this message comes to the front; false where there is none.
    bool raise(MessageId message) const;
    // Takes the message into a new window.
    void open(OpenedMessage *message);
    // As the user closes them.
    void close();

private:
    MailSession &m_session;
    std::vector<QPointer<MessageWindow>> m_windows;
};
