// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListActions is what the actions that say how the list looks do: conversations, groups by date, the quick
// filter, the order. It keeps their marks and the list in step, and remembers them in the window's settings.
// The filter is not remembered: who starts the program wants to see all mail. GUI thread.
#pragma once

#include "Actions.h"
#include "MessageListModel.h"

class MessageListView;
class QSettings;

class ListActions : public QObject
{
    Q_OBJECT
public:
    ListActions(Actions &actions, MessageListModel &model, MessageListView &list, QObject *parent = nullptr);

    // False where the action is none of the list's.
    bool perform(ActionId id);
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

private:
    bool isChecked(ActionId id) const;
    void present();
    void showState();

    Actions &m_actions;
    MessageListModel &m_model;
    MessageListView &m_list;
};
