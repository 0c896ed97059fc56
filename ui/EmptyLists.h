// SPDX-License-Identifier: GPL-3.0-or-later
//
// EmptyLists shows in a list without messages why there are none and what can be done: nothing has come yet,
// mail is on its way, it could not be fetched, a filter or a search fits nothing, the folder is empty. It
// follows the session and the list. GUI thread.
#pragma once

#include "Actions.h"
#include "Folder.h"
#include "ListQuery.h"

#include <QObject>

#include <optional>
#include <vector>

class ActivityModel;
class EmptyPage;
class MailSession;
class MessageListModel;
class MessageListView;

class EmptyLists : public QObject
{
    Q_OBJECT
public:
    struct Words {
        QString icon, title, line, button;
        std::optional<ActionId> action; // of the button; none: it ends the filter or the search

        bool operator==(const Words &) const = default;
    };
    // What decides.
    struct Situation {
        ListQuery::Scope scope = ListQuery::Scope::AllInboxes;
        FolderKind folder = FolderKind::Inbox; // of Scope::Folder
        bool isSearch = false;
        bool isFiltered = false;
        bool hasAccount = true;
        QString checking; // what a running check does; empty: none runs
        QString problem;  // why the last check failed; empty: it did not
    };

    // All of them outlive it.
    EmptyLists(MailSession &session, const ActivityModel &activity, MessageListModel &model,
               MessageListView &list, QObject *parent = nullptr);

    void setFolders(const std::vector<Folder> &folders);

    static Words wordsFor(const Situation &situation);

Q_SIGNALS:
    void requested(ActionId action);
    void endOfSearchRequested();
    void emptyChanged(bool empty);

private:
    Situation situation() const;
    void refresh();
    void press();

    MailSession &m_session;
    const ActivityModel &m_activity;
    MessageListModel &m_model;
    EmptyPage *m_page;
    std::vector<Folder> m_folders;
    Words m_shown;
};
