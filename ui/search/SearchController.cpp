// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchController.h"

#include "ErrorText.h"
#include "MailSearch.h"
#include "MailSession.h"
#include "MessageListView.h"
#include "SearchBar.h"
#include "SearchEdit.h"
#include "SearchText.h"

#include <algorithm>

namespace
{
constexpr int againMilliseconds = 1500; // new mail waits so long for more of it

// The word that is being written is a beginning; one that is finished by a blank or quotation marks is not.
tl::expected<SearchQuery, SearchError> written(const QString &text)
{
    if (text.back().isLetterOrNumber() || text.back().isMark())
        if (auto query = SearchQuery::parse(QString(text + u'*')))
            return query;
    return SearchQuery::parse(text);
}
} // namespace

SearchController::SearchController(MailSession &session, MessageListModel &model, MessageListView &list,
                                   SearchEdit &field, SearchBar &bar, QObject *parent)
    : QObject(parent), m_session(session), m_model(model), m_list(list), m_field(field), m_bar(bar),
      m_escape(new QShortcut(QKeySequence(Qt::Key_Escape), &list, nullptr, nullptr,
                             Qt::WidgetWithChildrenShortcut))
{
    m_escape->setEnabled(false);
    m_again.setSingleShot(true);
    m_again.setInterval(againMilliseconds);
    connect(&field, &SearchEdit::searchRequested, this, &SearchController::search);
    connect(&field, &SearchEdit::left, this, &SearchController::leave);
    connect(&field, &SearchEdit::listRequested, this, [this] {
        m_list.setFocus(Qt::OtherFocusReason);
        if (!m_list.currentIndex().isValid() && m_model.rowCount() > 0)
            m_list.selectRow(0);
    });
    connect(m_escape, &QShortcut::activated, this, &SearchController::leave);
    connect(&bar, &SearchBar::closed, this, &SearchController::leave);
    connect(&bar, &SearchBar::stopRequested, this, [this] { m_session.search().cancel(); });
    connect(&session, &MailSession::messagesAdded, this, [this] {
        if (m_query && !m_again.isActive())
            m_again.start();
    });
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (m_query && m_session.search().isRunning())
            m_again.start();
        else if (m_query)
            run(*m_query, true);
    });
    connect(&model, &MessageListModel::loadingChanged, this, [this] {
        if (m_isRestoring && !m_model.isLoading())
            restoreSelection();
    });
}

void SearchController::focusField()
{
    m_field.setFocus(Qt::ShortcutFocusReason);
    m_field.selectAll();
}

void SearchController::search(const QString &text, bool asked)
{
    const auto query = written(text);
    if (!query) {
        const SearchError &error = query.error();
        m_hasProblem = true;
        m_field.markError(error.position, searchErrorLength(error, text));
        m_bar.showProblem(searchErrorSentence(error, text));
        return;
    }
    if (!asked && m_query && *m_query == *query && !m_hasProblem)
        return; // only a blank more
    m_hasProblem = false;
    remember();
    m_found = 0;
    m_model.beginResults();
    m_bar.showSearching(0, 0);
    m_escape->setEnabled(true);
    run(*query, false);
}

// What is there before the first search; a search that follows another one comes back to it as well.
void SearchController::remember()
{
    if (m_query)
        return;
    m_before = m_model.query();
    m_currentBefore = m_list.currentMessage();
    m_selectedBefore = m_list.selectedMessages();
    m_isRestoring = false;
}

void SearchController::run(const SearchQuery &query, bool isAgain)
{
    m_query = query;
    m_again.stop();
    MailSearch::Callbacks callbacks;
    callbacks.rows = [this, isAgain](const std::vector<MessageRow> &rows) {
        if (!m_query) // it was left meanwhile
            return;
        m_found += isAgain ? 0 : qint64(rows.size());
        m_model.addResults(rows);
    };
    callbacks.progress = [this, isAgain](const SearchProgress &progress) {
        if (m_query && !isAgain && !m_hasProblem && progress.inAll > 0)
            m_bar.showSearching(progress.found, static_cast<int>(100 * progress.done / progress.inAll));
    };
    callbacks.done = [this](const Result<SearchOutcome> &outcome) { finish(outcome); };
    m_session.search().start(query, this, std::move(callbacks));
}

void SearchController::finish(const Result<SearchOutcome> &outcome)
{
    if (!m_query)
        return;
    m_model.endResults();
    if (m_hasProblem)
        return;
    if (outcome)
        m_bar.showFound(outcome->found, false, searchRemarks(*outcome));
    else if (outcome.error().code == ErrorCode::Cancelled)
        m_bar.showFound(m_found, true, {});
    else
        m_bar.showProblem(errorLine(outcome.error()));
}

void SearchController::leave()
{
    const bool wasSearching = m_query.has_value();
    end();
    m_field.clear();
    if (!wasSearching)
        return;
    m_isRestoring = true;
    m_model.setQuery(m_before);
    m_list.setFocus(Qt::OtherFocusReason);
}

void SearchController::giveWay()
{
    end();
    m_field.clear();
    m_isRestoring = false;
}

void SearchController::end()
{
    if (m_query)
        m_session.search().cancel();
    m_query.reset();
    m_hasProblem = false;
    m_again.stop();
    m_bar.hide();
    m_escape->setEnabled(false);
}

void SearchController::restoreSelection()
{
    m_isRestoring = false;
    const int current = m_model.rowOf(m_currentBefore);
    if (current < 0)
        return;
    m_list.selectRow(current);
    if (m_selectedBefore.size() < 2)
        return;
    QItemSelection selection;
    std::sort(m_selectedBefore.begin(), m_selectedBefore.end());
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (std::binary_search(m_selectedBefore.begin(), m_selectedBefore.end(), m_model.idAt(row)))
            selection.select(m_model.index(row, 0), m_model.index(row, 0));
    m_list.selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
}
