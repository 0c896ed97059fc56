// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageMenu is what a list of messages offers for those that are selected, by the right mouse button or the
// menu key. GUI thread.
#pragma once

#include <QObject>

class Actions;
class MessageListView;
class QPoint;

class MessageMenu : public QObject
{
    Q_OBJECT
public:
    // Both must outlive it.
    MessageMenu(const Actions &actions, MessageListView &list, QObject *parent = nullptr);

private:
    void popUp(const QPoint &at);

    const Actions &m_actions;
    MessageListView &m_list;
};
