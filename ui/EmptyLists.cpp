// SPDX-License-Identifier: GPL-3.0-or-later
#include "EmptyLists.h"

#include "ActivityModel.h"
#include "EmptyPage.h"
#include "ErrorText.h"
#include "MailSession.h"
#include "MessageListView.h"

#include <QVBoxLayout>

#include <algorithm>

namespace
{
// Where new mail would come.
bool takesNewMail(const EmptyLists::Situation &situation)
{
    return situation.scope == ListQuery::Scope::AllInboxes ||
           situation.scope == ListQuery::Scope::Everything ||
           (situation.scope == ListQuery::Scope::Folder && situation.folder == FolderKind::Inbox);
}

EmptyLists::Words inboxWords(const EmptyLists::Situation &situation)
{
    if (!situation.hasAccount)
        return {QStringLiteral("user-plus"), EmptyLists::tr("There is no account yet"),
                EmptyLists::tr("Your address and your password are enough in most cases."),
                EmptyLists::tr("Set up my account…"), ActionId::NewAccount};
    if (!situation.checking.isEmpty())
        return {QStringLiteral("cloud-download"),
                EmptyLists::tr("Your mail is on its way"),
                situation.checking,
                {},
                {}};
    if (!situation.problem.isEmpty())
        return {QStringLiteral("circle-alert"), EmptyLists::tr("The mail could not be fetched"),
                situation.problem, EmptyLists::tr("Show what happened"), ActionId::Activity};
    return {QStringLiteral("inbox"), EmptyLists::tr("There is no mail here"),
            EmptyLists::tr("New messages appear here as soon as they have come."), EmptyLists::tr("Get mail"),
            ActionId::GetMail};
}

EmptyLists::Words folderWords(FolderKind kind)
{
    switch (kind) {
    case FolderKind::Archive:
        return {QStringLiteral("archive"),
                EmptyLists::tr("Nothing has been archived"),
                EmptyLists::tr("The key A puts a message here that is done with."),
                {},
                {}};
    case FolderKind::Junk:
        return {QStringLiteral("ban"), EmptyLists::tr("There is no junk"), {}, {}, {}};
    case FolderKind::Trash:
        return {QStringLiteral("trash-2"), EmptyLists::tr("The trash is empty"), {}, {}, {}};
    case FolderKind::Inbox:
    case FolderKind::Custom:
        break;
    }
    return {QStringLiteral("folder"), EmptyLists::tr("This folder is empty"), {}, {}, {}};
}
} // namespace

EmptyLists::EmptyLists(MailSession &session, const ActivityModel &activity, MessageListModel &model,
                       MessageListView &list, QObject *parent)
    : QObject(parent), m_session(session), m_activity(activity), m_model(model),
      m_page(new EmptyPage(list.viewport()))
{
    auto *room = new QVBoxLayout(list.viewport());
    room->setContentsMargins(0, 0, 0, 0);
    room->addWidget(m_page);
    m_page->hide();
    connect(m_page, &EmptyPage::buttonClicked, this, &EmptyLists::press);
    connect(&model, &QAbstractItemModel::modelReset, this, &EmptyLists::refresh);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &EmptyLists::refresh);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &EmptyLists::refresh);
    connect(&model, &MessageListModel::loadingChanged, this, &EmptyLists::refresh);
    connect(&model, &MessageListModel::presentationChanged, this, &EmptyLists::refresh);
    connect(&activity, &ActivityModel::changed, this, &EmptyLists::refresh);
    connect(&session, &MailSession::accountsChanged, this, &EmptyLists::refresh);
    refresh();
}

void EmptyLists::setFolders(const std::vector<Folder> &folders)
{
    m_folders = folders;
    refresh();
}

EmptyLists::Situation EmptyLists::situation() const
{
    Situation situation;
    const ListQuery &query = m_model.query();
    situation.scope = query.scope;
    const auto folder = std::find_if(m_folders.begin(), m_folders.end(),
                                     [&query](const Folder &one) { return one.id == query.folder; });
    AccountId account = 0; // all of them
    if (query.scope == ListQuery::Scope::Folder && folder != m_folders.end()) {
        situation.folder = folder->kind;
        account = folder->account;
    }
    situation.isSearch = m_model.showsResults();
    situation.isFiltered = m_model.presentation().with || m_model.presentation().without;
    situation.hasAccount = !m_session.accounts().empty();
    const auto &accounts = m_session.accounts();
    for (int row = 0; row < qMin(m_activity.rowCount(), int(accounts.size())); ++row) {
        const QModelIndex index = m_activity.index(row);
        const AccountId of = accounts[size_t(row)].id;
        if (account != 0 && of != account)
            continue;
        if (index.data(ActivityModel::RunningRole).toBool())
            situation.checking = m_activity.stateAt(row);
        else if (const FetchReport *last = m_activity.lastReport(of); last && last->error && !last->passing)
            situation.problem = errorLine(*last->error, accounts[size_t(row)].server.host);
    }
    return situation;
}

EmptyLists::Words EmptyLists::wordsFor(const Situation &situation)
{
    if (situation.isSearch)
        return {QStringLiteral("search"),
                tr("Nothing was found"),
                tr("Every message on this computer was looked through. Try fewer or other words."),
                tr("End the search"),
                {}};
    if (situation.isFiltered)
        return {QStringLiteral("search"),
                tr("Nothing fits the filter"),
                tr("Messages that do not fit the filter in the menu “List” are not shown."),
                tr("Show all"),
                {}};
    if (takesNewMail(situation))
        return inboxWords(situation);
    switch (situation.scope) {
    case ListQuery::Scope::Unread:
        return {QStringLiteral("circle-check"), tr("Everything has been read"), {}, {}, {}};
    case ListQuery::Scope::Starred:
        return {QStringLiteral("star"),
                tr("No message has a star"),
                tr("The key S gives one to a message that you want to find again."),
                {},
                {}};
    default:
        return folderWords(situation.folder);
    }
}

void EmptyLists::refresh()
{
    const bool empty = m_model.rowCount() == 0 && !m_model.isLoading();
    if (empty) {
        const Words words = wordsFor(situation());
        if (words != m_shown)
            m_page->show(words.icon, words.title, words.line, words.button);
        m_shown = words;
    }
    const bool wasEmpty = !m_page->isHidden();
    m_page->setVisible(empty);
    if (empty != wasEmpty)
        Q_EMIT emptyChanged(empty);
}

void EmptyLists::press()
{
    if (m_shown.action) {
        Q_EMIT requested(*m_shown.action);
    } else if (m_model.showsResults()) {
        Q_EMIT endOfSearchRequested();
    } else {
        MessageListModel::Presentation all = m_model.presentation();
        all.with = {};
        all.without = {};
        m_model.setPresentation(all);
    }
}
