// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListActions.h"

#include "MessageListView.h"

#include <QAction>
#include <QSettings>

namespace
{
using Sort = ListQuery::Sort;

struct SortAction {
    ActionId id;
    Sort sort;
    const char *name;    // in the settings
    bool fallsByDefault; // newest, largest, starred first
};

constexpr SortAction sortActions[] = {
    {ActionId::SortByDate, Sort::Date, "date", true},
    {ActionId::SortBySender, Sort::Sender, "sender", false},
    {ActionId::SortByRecipient, Sort::Recipient, "recipient", false},
    {ActionId::SortBySubject, Sort::Subject, "subject", false},
    {ActionId::SortBySize, Sort::Size, "size", true},
    {ActionId::SortByRead, Sort::Read, "read", false},
    {ActionId::SortByStar, Sort::Starred, "star", true},
    {ActionId::SortByAttachment, Sort::Attachment, "attachment", true},
};

const SortAction &actionOf(Sort sort)
{
    for (const SortAction &action : sortActions) {
        if (action.sort == sort)
            return action;
    }
    return sortActions[0];
}
} // namespace

ListActions::ListActions(Actions &actions, MessageListModel &model, MessageListView &list, QObject *parent)
    : QObject(parent), m_actions(actions), m_model(model), m_list(list)
{
    connect(&model, &MessageListModel::presentationChanged, this, &ListActions::showState);
    showState();
}

bool ListActions::isChecked(ActionId id) const
{
    return m_actions.action(id)->isChecked();
}

bool ListActions::perform(ActionId id)
{
    switch (id) {
    case ActionId::Threads:
    case ActionId::Groups:
    case ActionId::OnlyUnread:
    case ActionId::OnlyStarred:
    case ActionId::OnlyAttachments:
        present();
        return true;
    case ActionId::ExpandAll:
    case ActionId::CollapseAll:
        m_model.setAllExpanded(id == ActionId::ExpandAll);
        return true;
    case ActionId::SortReversed:
        m_model.setSort(m_model.query().sort, !m_model.query().descending);
        return true;
    default:
        break;
    }
    for (const SortAction &action : sortActions) {
        if (action.id == id) {
            m_model.setSort(action.sort, action.fallsByDefault);
            return true;
        }
    }
    return false;
}

void ListActions::present()
{
    MessageListModel::Presentation presentation;
    presentation.threads = isChecked(ActionId::Threads);
    presentation.groups = isChecked(ActionId::Groups);
    presentation.without.setFlag(Flag::Read, isChecked(ActionId::OnlyUnread));
    presentation.with.setFlag(Flag::Starred, isChecked(ActionId::OnlyStarred));
    presentation.with.setFlag(Flag::HasAttachment, isChecked(ActionId::OnlyAttachments));
    m_model.setPresentation(presentation);
}

void ListActions::showState()
{
    const MessageListModel::Presentation &presentation = m_model.presentation();
    m_actions.action(ActionId::Threads)->setChecked(presentation.threads);
    m_actions.action(ActionId::Groups)->setChecked(presentation.groups);
    m_actions.action(ActionId::OnlyUnread)->setChecked(presentation.without.testFlag(Flag::Read));
    m_actions.action(ActionId::OnlyStarred)->setChecked(presentation.with.testFlag(Flag::Starred));
    m_actions.action(ActionId::OnlyAttachments)->setChecked(presentation.with.testFlag(Flag::HasAttachment));
    const SortAction &sort = actionOf(m_model.query().sort);
    m_actions.action(sort.id)->setChecked(true);
    m_actions.action(ActionId::SortReversed)->setChecked(m_model.query().descending != sort.fallsByDefault);
    m_list.showSort();
}

void ListActions::restore(const QSettings &settings)
{
    MessageListModel::Presentation presentation;
    presentation.threads = settings.value(QStringLiteral("list/threads")).toBool();
    presentation.groups = settings.value(QStringLiteral("list/groups"), true).toBool();
    m_model.setPresentation(presentation);
    const QString name = settings.value(QStringLiteral("list/sort")).toString();
    for (const SortAction &action : sortActions) {
        if (name == QLatin1String(action.name))
            m_model.setSort(action.sort, settings.value(QStringLiteral("list/descending"), true).toBool());
    }
    showState();
}

void ListActions::save(QSettings &settings) const
{
    settings.setValue(QStringLiteral("list/threads"), m_model.presentation().threads);
    settings.setValue(QStringLiteral("list/groups"), m_model.presentation().groups);
    settings.setValue(QStringLiteral("list/sort"), QLatin1String(actionOf(m_model.query().sort).name));
    settings.setValue(QStringLiteral("list/descending"), m_model.query().descending);
}
