// SPDX-License-Identifier: GPL-3.0-or-later
#include "MainWindow.h"

#include "AccountNotice.h"
#include "AccountWindows.h"
#include "ActivityModel.h"
#include "EmptyLists.h"
#include "EmptyPage.h"
#include "EnglishPlurals.h"
#include "ErrorText.h"
#include "FolderView.h"
#include "Icons.h"
#include "ListActions.h"
#include "MessageBar.h"
#include "MessageListView.h"
#include "MessageMenu.h"
#include "MessagePage.h"
#include "MessageTabs.h"
#include "PopupKeys.h"
#include "PreferencesDialog.h"
#include "ReaderActions.h"
#include "ReaderPane.h"
#include "ReadingSteps.h"
#include "SearchBar.h"
#include "SearchController.h"
#include "SearchEdit.h"
#include "ServerNotice.h"
#include "StatusLine.h"
#include "UpkeepNotice.h"
#include "WelcomePage.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr int folderRefresh = 150; // ms; counters change with each batch of a fetch

QString settingsPath(const MailSession &session)
{
    return QDir(session.profileDirectory()).filePath(QStringLiteral("window.ini"));
}
} // namespace

MainWindow::MainWindow(MailSession &session, QWidget *parent)
    : QMainWindow(parent), m_session(session), m_folderModel(new FolderModel(this)),
      m_listModel(new MessageListModel(session, this)), m_activity(new ActivityModel(session, this)),
      m_pages(new QStackedWidget(this)), m_welcome(new WelcomePage(this)), m_failure(new EmptyPage(this)),
      m_splitter(new QSplitter(this)), m_folders(new FolderView(*m_folderModel, this)),
      m_list(new MessageListView(*m_listModel, this)),
      m_listActions(new ListActions(m_actions, *m_listModel, *m_list, this)),
      m_emptyLists(new EmptyLists(session, *m_activity, *m_listModel, *m_list, this)),
      m_reader(new ReaderPane(session, this)),
      m_readerActions(new ReaderActions(session, m_actions, *m_reader, this)),
      m_steps(new ReadingSteps(
          *m_reader, [this](int step) { return m_list->goBy(step); },
          [this](int step) { return m_list->goToUnread(step); }, this)),
      m_tabs(new MessageTabs(session, *m_listModel, m_actions, *m_readerActions, *m_splitter, this)),
      m_searchField(new SearchEdit(this)), m_searchBar(new SearchBar(this)),
      m_search(new SearchController(session, *m_listModel, *m_list, *m_searchField, *m_searchBar, this)),
      m_notice(new AccountNotice(session, this)), m_serverNotice(new ServerNotice(session, this)),
      m_upkeep(new UpkeepNotice(session.upkeep(), this)), m_sampleNotice(new MessageBar(this)),
      m_accounts(new AccountWindows(session, *m_activity, *this)), m_status(new StatusLine(*m_activity, this))
{
    EnglishPlurals::installFor(*qApp);
    PopupKeys::installFor(*qApp);
    setWindowTitle(QStringLiteral("Poplar"));
    setWindowIcon(Icons::application());
    setMinimumSize(720, 480);
    resize(1280, 800);
    m_folderTimer.setSingleShot(true);
    m_folderTimer.setInterval(folderRefresh);
    buildLayout();
    connectPanes();
    connectTabs();
    connectSession();
    m_actions.action(ActionId::Cards)->setChecked(true);
    restoreState();
    updateSituation();
}

void MainWindow::buildLayout()
{
    m_actions.fillMenuBar(*menuBar());
    m_readerActions->addEncodingMenu(*menuBar());
    QToolBar *bar = addToolBar(tr("Main toolbar"));
    bar->setObjectName(QStringLiteral("mainToolbar"));
    bar->setMovable(false);
    bar->toggleViewAction()->setEnabled(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->layout()->setContentsMargins(8, 4, 8, 5);
    m_actions.fillToolBar(*bar, m_searchField);
    setContextMenuPolicy(Qt::PreventContextMenu);

    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_folders->setMinimumWidth(150);
    m_list->setMinimumWidth(240);
    m_reader->setMinimumWidth(280);
    m_reader->setAccessibleName(tr("Message"));
    // QTreeView keeps its own viewport margins, so the pane has them round it.
    auto *folderPane = new QWidget(m_splitter);
    auto *folderLayout = new QVBoxLayout(folderPane);
    folderLayout->setContentsMargins(0, 8, 0, 0);
    folderLayout->addWidget(m_folders);
    m_firstAccount =
        new QPushButton(Icons::icon(QStringLiteral("user-plus")), tr("Set up an account…"), folderPane);
    m_firstAccount->setFlat(true);
    m_firstAccount->hide();
    folderLayout->addWidget(m_firstAccount, 0, Qt::AlignLeading);
    auto *listPane = new QWidget(m_splitter);
    auto *listLayout = new QVBoxLayout(listPane);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(0);
    listLayout->addWidget(m_searchBar);
    listLayout->addWidget(m_list, 1);
    for (QWidget *pane : {folderPane, listPane, static_cast<QWidget *>(m_reader)})
        m_splitter->addWidget(pane);
    m_splitter->setStretchFactor(2, 1);
    m_splitter->setSizes({216, 384, 680});
    m_actions.addLettersTo(*m_list);
    m_actions.addLettersTo(*m_reader);

    m_pages->addWidget(new QWidget(m_pages)); // while the session is being opened
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(m_tabs);
    m_splitter->setFocusProxy(m_list);
    m_pages->addWidget(m_failure);
    auto *center = new QWidget(this);
    auto *layout = new QVBoxLayout(center);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_sampleNotice);
    layout->addWidget(m_notice);
    layout->addWidget(m_serverNotice);
    layout->addWidget(m_upkeep);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_status);
    setCentralWidget(center);
}

void MainWindow::connectPanes()
{
    connect(&m_actions, &Actions::triggered, this, &MainWindow::perform);
    connect(m_welcome, &WelcomePage::accountRequested, this, [this] { m_accounts->addAccount(); });
    connect(m_welcome, &WelcomePage::sampleMailRequested, this, &MainWindow::sampleMailRequested);
    connect(m_welcome, &WelcomePage::filesRequested, this, &MainWindow::chooseFiles);
    connect(m_accounts, &AccountWindows::filesRequested, this, &MainWindow::chooseFiles);
    connect(m_accounts, &AccountWindows::withoutAccountRequested, this, [this] {
        m_withoutAccount = true;
        takeFolders(m_knownFolders);
    });
    connect(m_accounts, &AccountWindows::told, m_status, &StatusLine::notice);
    connect(m_accounts, &AccountWindows::failed, this, &MainWindow::report);
    connect(m_firstAccount, &QPushButton::clicked, this, [this] { m_accounts->addAccount(); });
    connect(m_sampleNotice, &MessageBar::buttonClicked, this, &MainWindow::endOfSampleMailRequested);
    connect(m_emptyLists, &EmptyLists::emptyChanged, m_reader, &ReaderPane::setNothingToRead);
    connect(m_emptyLists, &EmptyLists::requested, this, &MainWindow::perform);
    connect(m_emptyLists, &EmptyLists::endOfSearchRequested, m_search, &SearchController::leave);
    connect(m_folders, &FolderView::querySelected, this, &MainWindow::showQuery);
    connect(m_folders, &FolderView::clicked, this, [this] { // the one that is chosen, too
        if (m_listModel->showsResults())
            showQuery(m_folders->query());
    });
    connect(m_folders, &FolderView::accountClicked, this, [this](AccountId account) {
        const FetchReport *last = m_activity->lastReport(account);
        if (last && last->error)
            showActivity();
    });
    connect(m_list, &MessageListView::currentMessageChanged, this, [this](MessageId message) {
        const int row = m_list->currentIndex().row();
        m_reader->showMessage(message, m_listModel->flagsAt(row));
        updateSituation();
    });
    connect(m_list, &MessageListView::selectedMessagesChanged, this, &MainWindow::updateSituation);
    new MessageMenu(m_actions, *m_list, this);
    connect(m_list, &MessageListView::starClicked, this, [this](MessageId message, bool starred) {
        setFlags({message}, starred ? Flag::Starred : Flags(), starred ? Flags() : Flag::Starred);
    });
    connect(m_listModel, &MessageListModel::loadFailed, this, &MainWindow::report);
    connect(m_reader, &ReaderPane::messageViewed, this,
            [this](MessageId message) { setFlags({message}, Flag::Read, {}); });
    connect(m_readerActions, &ReaderActions::told, m_status, &StatusLine::notice);
    connect(m_steps, &ReadingSteps::ended, m_status, &StatusLine::notice);
    connect(m_readerActions, &ReaderActions::failed, this, &MainWindow::report);
    connect(m_reader, &ReaderPane::messageShown, this, &MainWindow::updateSituation);
    connect(m_reader, &ReaderPane::linkHovered, m_status, &StatusLine::setHint);
    connect(m_reader, &ReaderPane::noticed, m_status, &StatusLine::notice);
    connect(m_notice, &AccountNotice::settingsRequested, m_accounts, &AccountWindows::editAccount);
    connect(m_notice, &AccountNotice::diagnosisRequested, m_accounts, &AccountWindows::diagnose);
    connect(m_notice, &AccountNotice::certificateRequested, m_accounts, &AccountWindows::showCertificate);
    connect(m_serverNotice, &ServerNotice::failed, this, &MainWindow::report);
    connect(m_upkeep, &UpkeepNotice::told, m_status, &StatusLine::notice);
    connect(m_upkeep, &UpkeepNotice::listChanged, this, [this] {
        if (m_started)
            m_listModel->renew();
    });
    connect(m_serverNotice, &ServerNotice::notFetchedRequested, this, [this](AccountId account) {
        m_accounts->showServerMail(account, ServerMailModel::Show::NotHere);
    });
    connect(m_folders, &FolderView::menuRequested, m_accounts, &AccountWindows::popUpMenu);
    connect(m_status, &StatusLine::activityRequested, this, &MainWindow::showActivity);
    connect(m_status, &StatusLine::cancelRequested, this, [this] { perform(ActionId::StopAll); });
    connect(m_activity, &ActivityModel::changed, this, &MainWindow::updateSituation);
}

void MainWindow::connectSession()
{
    connect(&m_folderTimer, &QTimer::timeout, this, &MainWindow::loadFolders);
    const auto later = [this] {
        if (m_started && !m_folderTimer.isActive())
            m_folderTimer.start();
    };
    connect(&m_session, &MailSession::foldersChanged, this, later);
    connect(&m_session, &MailSession::accountsChanged, this, later);
    connect(&m_session, &MailSession::checkFinished, this, [this](const FetchReport &report) {
        const bool failed = report.error && report.error->code != ErrorCode::Cancelled && !report.passing;
        m_folderModel->setProblem(report.account, failed ? errorLine(*report.error) : QString());
    });
}

void MainWindow::start()
{
    m_started = true;
    m_activity->setAccounts(m_session.accounts());
    loadFolders();
    showQuery(m_folders->query());
    m_list->setFocus(Qt::OtherFocusReason);
    m_tabs->restore(QSettings(settingsPath(m_session), QSettings::IniFormat));
}

void MainWindow::showOpenFailed(const Error &error)
{
    const ErrorWords words = errorWords(error);
    QStringList lines{words.nextStep, error.detail};
    lines.removeAll(QString());
    m_failure->show(QStringLiteral("circle-alert"), words.sentence, lines.join(QLatin1Char('\n')),
                    tr("Quit"));
    connect(m_failure, &EmptyPage::buttonClicked, this, &QWidget::close);
    m_pages->setCurrentWidget(m_failure);
    m_status->hide();
    for (const ActionId id : {ActionId::NewAccount, ActionId::OpenFiles})
        m_actions.action(id)->setEnabled(false);
}

void MainWindow::offerEndOfSampleMail()
{
    m_sampleNotice->show(MessageBar::Kind::Notice, QStringLiteral("sparkles"),
                         tr("This is sample mail. It has a place of its own, and goes with this window."),
                         {tr("Remove it and begin")});
}

void MainWindow::loadFolders()
{
    m_session.folders(this, [this](Result<std::vector<Folder>> folders) {
        if (folders)
            takeFolders(*folders);
        else
            report(folders.error());
    });
}

void MainWindow::takeFolders(const std::vector<Folder> &folders)
{
    m_knownFolders = folders;
    m_listModel->setFolders(folders, m_session.accounts(), m_session.formerAccounts());
    m_emptyLists->setFolders(folders);
    m_folderModel->setContents(m_session.accounts(), folders, m_session.formerAccounts());
    m_firstAccount->setVisible(m_session.accounts().empty());
    const int messages = m_folderModel->messageCount();
    m_status->setMessageCount(messages);
    const bool nothing = m_session.accounts().empty() && messages == 0 && !m_withoutAccount;
    const bool wasNothing = m_pages->currentWidget() == m_welcome;
    m_pages->setCurrentWidget(nothing ? static_cast<QWidget *>(m_welcome) : m_tabs);
    if (nothing != wasNothing)
        (nothing ? static_cast<QWidget *>(m_welcome) : m_list)->setFocus(Qt::OtherFocusReason);
    if (m_showLocal) {
        const auto local = std::find_if(folders.begin(), folders.end(), [](const Folder &folder) {
            return folder.account == localAccount && folder.total > 0;
        });
        if (local != folders.end()) {
            m_showLocal = false;
            m_tabs->showMail();
            m_folders->select({ListQuery::Scope::Folder, local->id, ListQuery::Sort::Date, true});
        }
    }
    updateSituation();
}

void MainWindow::showQuery(const ListQuery &query)
{
    ListQuery wanted = query;
    wanted.sort = m_listModel->query().sort;
    wanted.descending = m_listModel->query().descending;
    m_search->giveWay();
    if (m_started)
        m_listModel->setQuery(wanted);
}

void MainWindow::updateSituation()
{
    Actions::Situation situation;
    situation.account = m_started && !m_session.accounts().empty();
    situation.checking = m_activity->anyRunning();
    situation.mail = m_pages->currentWidget() == m_tabs;
    situation.selection = m_list->selectionModel()->hasSelection();
    situation.shown = m_reader->message() != 0;
    const ListQuery &query = m_listModel->query();
    const auto folder = std::find_if(m_knownFolders.begin(), m_knownFolders.end(),
                                     [&query](const Folder &one) { return one.id == query.folder; });
    const bool inTrash = query.scope == ListQuery::Scope::Folder && folder != m_knownFolders.end() &&
                         folder->kind == FolderKind::Trash;
    situation.canDelete = !inTrash;
    m_tabs->describe(situation);
    m_actions.setSituation(situation);
    const QString subject = m_tabs->current() ? m_tabs->current()->title() : m_reader->subject();
    setWindowTitle(subject.isEmpty() ? QStringLiteral("Poplar") : subject);
}

void MainWindow::report(const Error &error)
{
    m_status->notice(errorLine(error));
}

void MainWindow::restoreState()
{
    const QSettings settings(settingsPath(m_session), QSettings::IniFormat);
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    m_splitter->restoreState(settings.value(QStringLiteral("splitter")).toByteArray());
    // What was saved by another version must not bring back a thick handle.
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_list->restoreHeaderState(settings.value(QStringLiteral("columns")).toByteArray());
    setTableMode(settings.value(QStringLiteral("table")).toBool());
    m_withoutAccount = settings.value(QStringLiteral("withoutAccount")).toBool();
    m_listActions->restore(settings);
    m_readerActions->restore(settings);
    applyReading(ReadingPreferences::from(settings));
}

void MainWindow::saveState() const
{
    QSettings settings(settingsPath(m_session), QSettings::IniFormat);
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(QStringLiteral("splitter"), m_splitter->saveState());
    settings.setValue(QStringLiteral("columns"), m_list->headerState());
    settings.setValue(QStringLiteral("table"), m_list->mode() == MessageDelegate::Mode::Table);
    settings.setValue(QStringLiteral("withoutAccount"), m_withoutAccount);
    ReaderActions::save(settings, m_reader->page());
    m_listActions->save(settings);
    m_tabs->save(settings);
}

void MainWindow::showPreferences()
{
    auto *dialog = findChild<PreferencesDialog *>(QString(), Qt::FindDirectChildrenOnly);
    if (!dialog) {
        auto reading = ReadingPreferences::from(QSettings(settingsPath(m_session), QSettings::IniFormat));
        reading.zoom = m_reader->page().zoom(); // that of the last message is the one of the next
        dialog = new PreferencesDialog(m_session, reading, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &PreferencesDialog::readingChanged, this, [this](const ReadingPreferences &changed) {
            QSettings settings(settingsPath(m_session), QSettings::IniFormat);
            changed.writeTo(settings);
            applyReading(changed);
        });
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void MainWindow::applyReading(const ReadingPreferences &reading)
{
    m_reader->setPreferences(reading);
    m_tabs->setPreferences(reading);
    m_readerActions->showLook();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    // A window that never came to life has nothing worth keeping.
    if (m_started)
        saveState();
    m_tabs->closeWindows();
    QMainWindow::closeEvent(event);
}
