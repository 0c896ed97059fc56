// SPDX-License-Identifier: GPL-3.0-or-later
//
// MainWindow puts the panes together and passes between them and the session: which list is shown, which
// message is read, what an action does. It holds no mail of its own and never blocks. GUI thread.
#pragma once

#include "Actions.h"
#include "ListQuery.h"
#include "MailSession.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class AccountNotice;
class AccountWindows;
class ActivityModel;
class ActivityPanel;
class EmptyLists;
class EmptyPage;
class FolderModel;
class FolderView;
class ListActions;
class MessageListModel;
class MessageListView;
class MessageTabs;
class ReaderActions;
class ReaderPane;
class ReadingSteps;
struct ReadingPreferences;
class ServerNotice;
class StatusLine;
class MessageBar;
class UpkeepNotice;
class WelcomePage;
class SearchBar;
class SearchController;
class SearchEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    // `session` must outlive the window; start() is called when it has been opened.
    explicit MainWindow(MailSession &session, QWidget *parent = nullptr);

    void start();
    // Stores the messages of these files and shows them.
    void openFiles(const QStringList &paths);
    // The session could not be opened: the window says why and offers nothing else.
    void showOpenFailed(const Error &error);

    // What is shown is sample mail, which the user can be rid of with one click.
    void offerEndOfSampleMail();

Q_SIGNALS:
    void sampleMailRequested();
    void endOfSampleMailRequested();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void buildLayout();
    void connectPanes();
    void connectTabs();
    void connectSession();
    void restoreState();
    void saveState() const;
    void loadFolders();
    void takeFolders(const std::vector<Folder> &folders);
    void showQuery(const ListQuery &query);
    void updateSituation();

    void perform(ActionId id);
    void performOnMessages(ActionId id);
    void performInView(ActionId id);
    void performOnAccount(ActionId id);
    void performOnStore(ActionId id);
    void getMail();
    void toggle(Flag flag);
    void setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear);
    void moveSelected(FolderKind kind);
    void deleteSelected();
    std::vector<int> selectedRows() const;
    void setTableMode(bool table);
    void fitListToMode();
    void focusPane(int step);
    void chooseFiles();
    void showActivity();
    void showAbout();
    void showPreferences();
    void applyReading(const ReadingPreferences &reading);
    void report(const Error &error);
    template <class T> MailSession::Done<T> reporting();

    MailSession &m_session;
    Actions m_actions;
    FolderModel *m_folderModel;
    MessageListModel *m_listModel;
    ActivityModel *m_activity;
    QStackedWidget *m_pages;
    WelcomePage *m_welcome;
    EmptyPage *m_failure;
    QSplitter *m_splitter;
    FolderView *m_folders;
    QPushButton *m_firstAccount = nullptr; // below the folders, while there is none
    MessageListView *m_list;
    ListActions *m_listActions;
    EmptyLists *m_emptyLists;
    ReaderPane *m_reader;
    ReaderActions *m_readerActions;
    ReadingSteps *m_steps;
    MessageTabs *m_tabs;
    SearchEdit *m_searchField;
    SearchBar *m_searchBar;
    SearchController *m_search;
    AccountNotice *m_notice;
    ServerNotice *m_serverNotice;
    UpkeepNotice *m_upkeep;
    MessageBar *m_sampleNotice;
    AccountWindows *m_accounts;
    StatusLine *m_status;
    QPointer<ActivityPanel> m_activityPanel;
    QTimer m_folderTimer;
    std::vector<Folder> m_knownFolders;
    bool m_started = false;
    bool m_withoutAccount = false; // the user wants no account, and no page that welcomes him
    bool m_showLocal = false;      // mail files were opened: show them when their folder is known
};
