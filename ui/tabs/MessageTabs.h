// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageTabs is the main window's mail page with messages beside it, each in a tab: it opens, closes, walks
// and moves them, hands them to windows of their own, and brings them back at the next start. What the
// actions do to a message they do to the one on the screen. GUI thread.
#pragma once

#include "MessageWindows.h"
#include "OpenedMessage.h"

class QSettings;
class QStackedWidget;
class ReaderActions;
class TabBar;
struct ReadingPreferences;

class MessageTabs : public QWidget
{
    Q_OBJECT
public:
    enum class Place { Tab, BackgroundTab, Window };

    // Takes `mailPage`, of which the actions have the reader. All else must outlive it.
    MessageTabs(MailSession &session, MessageListModel &list, Actions &actions, ReaderActions &readerActions,
                QWidget &mailPage, QWidget *parent = nullptr);
    ~MessageTabs() override;

    // A row of the list. A message that is open already comes to the front.
    void open(int row, Place place);
    void open(int row); // as the user prefers it
    // Opens several; of very many, only the first.
    void open(const std::vector<int> &rows);
    // False where it is none of these, and the mail page's own to do.
    bool perform(ActionId id);
    void showMail();
    // Null: the mail page is on the screen.
    OpenedMessage *current() const;
    // What the tabs make possible.
    void describe(Actions::Situation &situation) const;

    void setPreferences(const ReadingPreferences &preferences);
    // The session must be open.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;
    void closeWindows() { m_windows.close(); }

Q_SIGNALS:
    void changed(); // what is on the screen, or what is possible
    void told(const QString &sentence);
    void failed(const Error &error);
    void linkHovered(const QString &target); // empty: none

private:
    struct Closed {
        OpenedMessage::Known message;
        int tab = 0;
    };

    OpenedMessage *messageAt(int tab) const;
    int tabOf(MessageId message) const;
    OpenedMessage::Known known(int row) const;
    // Another one already shows it: goes to that.
    void openTab(int tab, const OpenedMessage::Known &message, bool inFront);
    void connectMessage(OpenedMessage &message);
    void close(QWidget *page, bool mayComeBack);
    void closeOthers(const QWidget *page);
    void reopen();
    void move(int tab, int step);
    void moveToWindow(QWidget *page);
    // Out of the tabs, but alive.
    OpenedMessage *take(QWidget *page);
    void showCurrent();
    void focusPage();
    void popUpMenu(QWidget *page, const QPoint &at);
    void takeRestored(const Result<std::vector<MessageSummary>> &found);

    MailSession &m_session;
    MessageListModel &m_list;
    Actions &m_actions;
    ReaderActions &m_readerActions;
    ReaderPane &m_mailReader;
    QWidget &m_mailPage;
    MessageWindows m_windows;
    TabBar *m_bar;
    QStackedWidget *m_stack;
    Place m_preferred = Place::Tab;
    std::vector<Closed> m_closed;
    std::vector<MessageId> m_restoring; // the session is asked about them
    MessageId m_restoredCurrent = 0;
};
