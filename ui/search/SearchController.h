// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchController makes a search of what is written in the field: the list shows what is found while it
// comes, the bar says how far it is. When the search is left, the list that was there before is back, with
// its selection. GUI thread.
#pragma once

#include "ListQuery.h"
#include "Result.h"
#include "SearchOutcome.h"
#include "SearchQuery.h"

#include <QObject>
#include <QShortcut>
#include <QTimer>

#include <optional>

class MailSession;
class MessageListModel;
class MessageListView;
class SearchBar;
class SearchEdit;

class SearchController : public QObject
{
    Q_OBJECT
public:
    // All of them outlive the controller.
    SearchController(MailSession &session, MessageListModel &model, MessageListView &list, SearchEdit &field,
                     SearchBar &bar, QObject *parent = nullptr);

    // The cursor into the field, its text chosen.
    void focusField();
    // Another list takes the place of the results.
    void giveWay();
    // Back to the list that was there before.
    void leave();

private:
    void search(const QString &text, bool asked);
    void run(const SearchQuery &query, bool isAgain);
    void finish(const Result<SearchOutcome> &outcome);
    void remember();
    void restoreSelection();
    void end();

    MailSession &m_session;
    MessageListModel &m_model;
    MessageListView &m_list;
    SearchEdit &m_field;
    SearchBar &m_bar;
    QShortcut *m_escape;                // of the list
    std::optional<SearchQuery> m_query; // what the list shows; nothing: no search
    bool m_hasProblem = false;          // the text in the field is no query; the bar says why
    qint64 m_found = 0;                 // handed to the list
    QTimer m_again;                     // mail has come meanwhile
    // The list that was there before.
    ListQuery m_before;
    MessageId m_currentBefore = 0;
    std::vector<MessageId> m_selectedBefore;
    bool m_isRestoring = false;
};
