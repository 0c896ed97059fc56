// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageMenu.h"

#include "Actions.h"
#include "MessageListView.h"

#include <QMenu>

MessageMenu::MessageMenu(const Actions &actions, MessageListView &list, QObject *parent)
    : QObject(parent), m_actions(actions), m_list(list)
{
    connect(&list, &MessageListView::menuRequested, this, &MessageMenu::popUp);
}

void MessageMenu::popUp(const QPoint &at)
{
    auto *menu = new QMenu(&m_list);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_actions.fillMenu(*menu, {ActionId::OpenTab, ActionId::OpenWindow, ActionId::OpenInBrowser, std::nullopt,
                               ActionId::ToggleRead, ActionId::ToggleStar, std::nullopt, ActionId::Archive,
                               ActionId::Delete, ActionId::DeleteForGood, std::nullopt, ActionId::Print,
                               ActionId::SaveAs, ActionId::ViewSource});
    menu->popup(at);
}
