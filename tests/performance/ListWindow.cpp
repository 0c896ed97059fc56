// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListWindow.h"

#include "FolderModel.h"
#include "FolderView.h"
#include "FontPreparation.h"
#include "MessageListModel.h"
#include "MessageListView.h"

#include <QCoreApplication>
#include <QEvent>
#include <QScrollBar>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <ctime>

namespace
{
constexpr auto patience = std::chrono::seconds(60);

double milliseconds(ListWindow::Time from, ListWindow::Time to)
{
    return std::chrono::duration<double, std::milli>(to - from).count();
}

double threadMilliseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}
} // namespace

ListWindow::ListWindow(const QString &profileDirectory)
    : m_session(profileDirectory, m_secrets, m_clock), m_window(m_session)
{
    m_list = m_window.findChild<MessageListView *>();
    m_folders = m_window.findChild<FolderView *>();
    m_model = qobject_cast<MessageListModel *>(m_list->model());
    m_window.installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
}

ListWindow::~ListWindow() = default;

bool ListWindow::eventFilter(QObject *watched, QEvent *event)
{
    const bool isPaint = event->type() == QEvent::Paint || event->type() == QEvent::UpdateRequest;
    if (isPaint && m_isThere && !m_painted && m_isThere()) {
        m_painted = std::chrono::steady_clock::now();
        m_waiting.quit();
    }
    return QObject::eventFilter(watched, event);
}

bool ListWindow::open()
{
    m_window.show();
    bool isFailed = false, isStarted = false;
    m_session.open(this, [&](const Result<void> &opened) {
        isFailed = !opened;
        if (isFailed)
            return;
        m_window.start();
        m_session.folders(this, [&](const Result<std::vector<Folder>> &folders) {
            m_known = folders ? *folders : std::vector<Folder>();
            isStarted = true;
        });
    });
    const auto painted =
        timed([] {},
              [&] {
                  const bool isEmpty = std::all_of(m_known.begin(), m_known.end(),
                                                   [](const Folder &folder) { return folder.total == 0; });
                  return isFailed ||
                         (isStarted && !m_model->isLoading() && (isEmpty || rows() > 0) && isScreenKnown());
              });
    return painted && !isFailed;
}

std::optional<Folder> ListWindow::largestFolder() const
{
    const auto largest = std::max_element(m_known.begin(), m_known.end(),
                                          [](const Folder &a, const Folder &b) { return a.total < b.total; });
    return largest == m_known.end() ? std::nullopt : std::optional(*largest);
}

std::optional<Folder> ListWindow::smallestFolder() const
{
    std::optional<Folder> smallest;
    for (const Folder &folder : m_known)
        if (folder.total > 0 && (!smallest || folder.total < smallest->total))
            smallest = folder;
    return smallest;
}

int ListWindow::rows() const
{
    return m_model->rowCount();
}

// What the next paint will show. Rows that stand for no message have nothing to be known.
bool ListWindow::isScreenKnown() const
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return true;
    const QModelIndex first = m_list->indexAt(QPoint(5, 1));
    const QModelIndex last = m_list->indexAt(QPoint(5, m_list->viewport()->height() - 2));
    const int end = last.isValid() ? last.row() : rows - 1;
    for (int row = first.isValid() ? first.row() : 0; row <= end; ++row)
        if (m_model->idAt(row) != 0 && !m_model->summaryAt(row))
            return false;
    return true;
}

template <class Act> std::optional<double> ListWindow::timed(Act act, std::function<bool()> isThere)
{
    m_begun = std::chrono::steady_clock::now();
    act();
    return waitFor(std::move(isThere));
}

std::optional<double> ListWindow::waitFor(std::function<bool()> isThere)
{
    m_painted.reset();
    m_isThere = std::move(isThere);
    m_list->viewport()->update();
    QTimer limit;
    connect(&limit, &QTimer::timeout, &m_waiting, &QEventLoop::quit);
    limit.start(patience);
    if (!m_painted)
        m_waiting.exec();
    m_isThere = nullptr;
    if (!m_painted)
        return {};
    return milliseconds(m_begun, *m_painted);
}

std::optional<double> ListWindow::clickOn(FolderId folder)
{
    ListQuery query;
    query.scope = ListQuery::Scope::Folder;
    query.folder = folder;
    const auto *const folders = qobject_cast<FolderModel *>(m_folders->model());
    const QModelIndex index = folders->indexOf(query);
    if (!index.isValid())
        return {};
    return timed(
        [&] {
            QTest::mouseClick(m_folders->viewport(), Qt::LeftButton, {},
                              m_folders->visualRect(index).center());
        },
        [this, folder] {
            if (m_model->query().folder != folder || rows() == 0 || !isScreenKnown())
                return false;
            for (int row = 0; row < rows(); ++row) // past a title
                if (const MessageSummary *first = m_model->summaryAt(row))
                    return first->folder == folder; // not what was shown before
            return false;
        });
}

std::optional<double> ListWindow::waitForAllRows(int rows)
{
    return waitFor([this, rows] { return !m_model->isLoading() && this->rows() >= rows && isScreenKnown(); });
}

std::optional<double> ListWindow::jumpToEnd()
{
    m_list->setFocus();
    return timed([&] { QTest::keyClick(m_list, Qt::Key_End); },
                 [this] {
                     const QScrollBar &bar = *m_list->verticalScrollBar();
                     return bar.value() == bar.maximum() && isScreenKnown();
                 });
}

std::optional<double> ListWindow::jumpToStart()
{
    return timed([&] { QTest::keyClick(m_list, Qt::Key_Home); },
                 [this] { return m_list->verticalScrollBar()->value() == 0 && isScreenKnown(); });
}

ListWindow::SortTimes ListWindow::sortBy(ListQuery::Sort sort, bool descending)
{
    ListQuery query = m_model->query();
    query.sort = sort;
    query.descending = descending;
    const int all = rows();
    const MessageId first = m_model->idAt(0);
    SortTimes times;
    times.screen = timed([&] { m_model->setQuery(query); },
                         [this, first] {
                             const bool isOther = m_model->idAt(0) != first || !m_model->isLoading();
                             return isOther && isScreenKnown();
                         });
    times.all = waitForAllRows(all);
    return times;
}

double ListWindow::waitForFonts()
{
    const auto *const fonts = m_list->findChild<FontPreparation *>();
    double longest = 0;
    while (!fonts->isDone()) {
        const double before = threadMilliseconds();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        longest = std::max(longest, threadMilliseconds() - before);
    }
    return longest;
}

ListWindow::Frames ListWindow::scrollThrough()
{
    Frames frames;
    QScrollBar &bar = *m_list->verticalScrollBar();
    for (int value = bar.minimum(); value < bar.maximum(); value += std::max(bar.pageStep(), 1)) {
        const Time begun = std::chrono::steady_clock::now();
        const double processor = threadMilliseconds();
        bar.setValue(value);
        QCoreApplication::processEvents();
        frames.processor.push_back(threadMilliseconds() - processor);
        frames.wall.push_back(milliseconds(begun, std::chrono::steady_clock::now()));
    }
    return frames;
}
