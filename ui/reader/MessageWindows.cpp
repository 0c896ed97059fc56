// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageWindows.h"

#include "MessageWindow.h"

MessageWindows::~MessageWindows()
{
    for (const QPointer<MessageWindow> &window : m_windows)
        delete window;
}

bool MessageWindows::raise(MessageId message) const
{
    for (const QPointer<MessageWindow> &window : m_windows) {
        if (!window || window->message() != message)
            continue;
        window->show();
        window->raise();
        window->activateWindow();
        return true;
    }
    return false;
}

void MessageWindows::open(OpenedMessage *message)
{
    std::erase_if(m_windows, [](const QPointer<MessageWindow> &one) { return one.isNull(); });
    auto *window = m_windows.emplace_back(new MessageWindow(m_session, message)).data();
    window->show();
    window->raise();
    window->activateWindow();
}

void MessageWindows::close()
{
    for (const QPointer<MessageWindow> &window : m_windows) {
        if (window)
            window->close();
    }
}
