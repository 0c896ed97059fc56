// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListWindow is the program's own window on a profile, driven and timed from within: a wait ends when the
// list is asked to paint a screen of which every row is known. GUI thread.
#pragma once

#include "Clock.h"
#include "MailSession.h"
#include "MainWindow.h"
#include "MemorySecrets.h"

#include <QEventLoop>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

class FolderModel;
class FolderView;
class MessageListModel;
class MessageListView;

class ListWindow : public QObject
{
    Q_OBJECT
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit ListWindow(const QString &profileDirectory);
    ~ListWindow() override;

    // Opens the profile and waits for the first screen; nothing where it cannot be opened, or is not painted
    // for a minute.
    bool open();
    // The folders with the most messages and with the fewest, but not none.
    std::optional<Folder> largestFolder() const;
    std::optional<Folder> smallestFolder() const;
    int rows() const;

    // Each returns milliseconds until the screen was asked to be painted, or nothing after a minute.
    std::optional<double> clickOn(FolderId folder); // the first screen of it
    std::optional<double> waitForAllRows(int rows); // since the last act began
    std::optional<double> jumpToEnd();
    std::optional<double> jumpToStart();

    struct SortTimes {
        std::optional<double> screen; // the first rows in their new order are painted
        std::optional<double> all;    // all rows are in their new order
    };
    SortTimes sortBy(ListQuery::Sort sort, bool descending);

    struct Frames {
        std::vector<double> processor; // ms of the GUI thread's own work for each
        std::vector<double> wall;
    };
    // Waits until the list has found its fonts; the longest that one of its steps held the GUI thread, in ms.
    double waitForFonts();
    // Scrolls through the whole list, a screen for each frame.
    Frames scrollThrough();

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    template <class Act> std::optional<double> timed(Act act, std::function<bool()> isThere);
    std::optional<double> waitFor(std::function<bool()> isThere);
    bool isScreenKnown() const;

    SystemClock m_clock;
    MemorySecrets m_secrets;
    MailSession m_session;
    MainWindow m_window;
    MessageListModel *m_model = nullptr;
    MessageListView *m_list = nullptr;
    FolderView *m_folders = nullptr;
    std::vector<Folder> m_known;
    Time m_begun;
    QEventLoop m_waiting;
    std::function<bool()> m_isThere; // what is waited for
    std::optional<Time> m_painted;   // when it was there
};
