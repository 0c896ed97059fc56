// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of MainWindow that does what the actions say.
#include "MainWindow.h"

#include "AccountWindows.h"
#include "ActivityModel.h"
#include "ActivityPanel.h"
#include "DeleteForGood.h"
#include "FolderView.h"
#include "Fonts.h"
#include "Icons.h"
#include "ListActions.h"
#include "MessageListView.h"
#include "MessageTabs.h"
#include "ReaderActions.h"
#include "ReaderPane.h"
#include "ReadingSteps.h"
#include "SearchController.h"
#include "SearchEdit.h"
#include "SettingsTransfer.h"
#include "ShortcutHelp.h"
#include "StatusLine.h"
#include "UpkeepNotice.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QSplitter>

#include <algorithm>

namespace
{
constexpr int cardsWidth = 384;
constexpr int tableWidth = 600;
} // namespace

template <class T> MailSession::Done<T> MainWindow::reporting()
{
    return [this](Result<T> result) {
        if (!result)
            report(result.error());
    };
}

void MainWindow::connectTabs()
{
    connect(m_list, &MessageListView::messageActivated, this,
            [this] { m_tabs->open(m_list->currentIndex().row()); });
    connect(m_list, &MessageListView::middleClicked, this,
            [this](int row) { m_tabs->open(row, MessageTabs::Place::BackgroundTab); });
    connect(m_tabs, &MessageTabs::changed, this, &MainWindow::updateSituation);
    connect(m_tabs, &MessageTabs::told, m_status, &StatusLine::notice);
    connect(m_tabs, &MessageTabs::failed, this, &MainWindow::report);
    connect(m_tabs, &MessageTabs::linkHovered, m_status, &StatusLine::setHint);
    connect(m_searchField, &SearchEdit::searchRequested, m_tabs, &MessageTabs::showMail);
}

void MainWindow::perform(ActionId id)
{
    if (m_tabs->perform(id))
        return;
    switch (id) {
    case ActionId::GetMail:
        getMail();
        break;
    case ActionId::GetAllMail:
        m_session.checkAll();
        break;
    case ActionId::StopAll:
        for (const Account &account : m_session.accounts())
            m_session.cancelCheck(account.id);
        break;
    case ActionId::OpenFiles:
        chooseFiles();
        break;
    case ActionId::Quit:
        close();
        break;
    case ActionId::Preferences:
        showPreferences();
        break;
    case ActionId::Shortcuts:
        (new ShortcutHelp(m_actions, this))->show();
        break;
    case ActionId::About:
        showAbout();
        break;
    default:
        performOnMessages(id);
    }
}

void MainWindow::performOnMessages(ActionId id)
{
    switch (id) {
    case ActionId::ToggleRead:
        m_reader->keepUnread();
        toggle(Flag::Read);
        break;
    case ActionId::ToggleStar:
        toggle(Flag::Starred);
        break;
    case ActionId::Archive:
        moveSelected(FolderKind::Archive);
        break;
    case ActionId::Delete:
        moveSelected(FolderKind::Trash);
        break;
    case ActionId::DeleteForGood:
        deleteSelected();
        break;
    case ActionId::OpenTab:
        m_tabs->open(selectedRows());
        break;
    case ActionId::OpenWindow:
        m_tabs->open(m_list->currentIndex().row(), MessageTabs::Place::Window);
        break;
    default:
        if (!m_steps->perform(id))
            performInView(id);
    }
}

void MainWindow::performInView(ActionId id)
{
    switch (id) {
    case ActionId::Search:
        m_search->focusField();
        break;
    case ActionId::FocusFolders:
        m_folders->setFocus(Qt::ShortcutFocusReason);
        break;
    case ActionId::FocusList:
        m_list->setFocus(Qt::ShortcutFocusReason);
        break;
    case ActionId::FocusReader:
        m_reader->focusText();
        break;
    case ActionId::NextPane:
        focusPane(1);
        break;
    case ActionId::PreviousPane:
        focusPane(-1);
        break;
    case ActionId::Cards:
    case ActionId::Table:
        setTableMode(id == ActionId::Table);
        fitListToMode();
        break;
    default:
        if (!m_listActions->perform(id) && !m_readerActions->perform(id))
            performOnAccount(id);
    }
}

void MainWindow::performOnAccount(ActionId id)
{
    const auto withAccount = [this](void (*perform)(AccountWindows &, AccountId)) {
        m_accounts->choose(m_folders->currentAccount(),
                           [this, perform](AccountId account) { perform(*m_accounts, account); });
    };
    switch (id) {
    case ActionId::NewAccount:
        m_accounts->addAccount();
        break;
    case ActionId::AccountSettings:
        withAccount([](AccountWindows &windows, AccountId account) { windows.editAccount(account); });
        break;
    case ActionId::RemoveAccount:
        withAccount([](AccountWindows &windows, AccountId account) { windows.removeAccount(account); });
        break;
    case ActionId::ExportSettings:
        m_accounts->transfer().chooseExport();
        break;
    case ActionId::ImportSettings:
        m_accounts->transfer().chooseImport();
        break;
    case ActionId::ServerMail:
        withAccount([](AccountWindows &windows, AccountId account) { windows.showServerMail(account); });
        break;
    case ActionId::CheckConnection:
        withAccount([](AccountWindows &windows, AccountId account) { windows.diagnose(account); });
        break;
    case ActionId::DeletionLog:
        m_accounts->showDeletions();
        break;
    case ActionId::Activity:
        showActivity();
        break;
    default:
        performOnStore(id);
    }
}

void MainWindow::performOnStore(ActionId id)
{
    using Work = UpkeepWindow::Work;
    const std::map<ActionId, Work> works{{ActionId::CheckStore, Work::Check},
                                         {ActionId::RepairStore, Work::Repair},
                                         {ActionId::RebuildList, Work::RebuildList},
                                         {ActionId::RebuildIndex, Work::RebuildIndex},
                                         {ActionId::ReclaimSpace, Work::Reclaim}};
    if (const auto work = works.find(id); work != works.end())
        m_upkeep->start(work->second);
}

void MainWindow::getMail()
{
    const AccountId account = m_folders->currentAccount();
    if (account == 0 || account == localAccount)
        m_session.checkAll();
    else
        m_session.check(account);
}

// One action for both ways: where all have the mark it is taken away, else given.
void MainWindow::toggle(Flag flag)
{
    const QModelIndexList rows = m_list->selectionModel()->selectedRows();
    const bool all = std::all_of(rows.begin(), rows.end(), [&](const QModelIndex &row) {
        return m_listModel->shownFlagsAt(row.row()).testFlag(flag);
    });
    setFlags(m_list->selectedMessages(), all ? Flags() : flag, all ? flag : Flags());
}

void MainWindow::setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear)
{
    if (!messages.empty())
        m_session.setFlags(messages, set, clear, this, reporting<void>());
}

void MainWindow::moveSelected(FolderKind kind)
{
    const std::vector<MessageId> messages = m_list->selectedMessages();
    if (messages.empty())
        return;
    const int count = int(messages.size());
    m_session.moveTo(messages, kind, this, [this, kind, count](Result<void> result) {
        if (!result)
            report(result.error());
        else if (kind == FolderKind::Archive)
            m_status->notice(tr("%n message(s) moved to the archive.", nullptr, count));
        else
            m_status->notice(tr("%n message(s) moved to the trash.", nullptr, count));
    });
}

void MainWindow::deleteSelected()
{
    const std::vector<MessageId> messages = m_list->selectedMessages();
    askToDeleteForGood(m_session, messages, *this, [this, count = int(messages.size())](Result<void> result) {
        if (result)
            m_status->notice(tr("%n message(s) deleted for good.", nullptr, count));
        else
            report(result.error());
    });
}

// The current one first.
std::vector<int> MainWindow::selectedRows() const
{
    std::vector<int> rows;
    for (const QModelIndex &row : m_list->selectionModel()->selectedRows())
        rows.push_back(row.row());
    std::sort(rows.begin(), rows.end());
    const auto current = std::find(rows.begin(), rows.end(), m_list->currentIndex().row());
    std::rotate(rows.begin(), current == rows.end() ? rows.begin() : current, rows.end());
    return rows;
}

void MainWindow::setTableMode(bool table)
{
    m_actions.action(table ? ActionId::Table : ActionId::Cards)->setChecked(true);
    m_list->setMode(table ? MessageDelegate::Mode::Table : MessageDelegate::Mode::Cards);
}

// A table needs more room than cards do; what the user has chosen himself stays.
void MainWindow::fitListToMode()
{
    QList<int> sizes = m_splitter->sizes();
    const bool table = m_list->mode() == MessageDelegate::Mode::Table;
    if (sizes.size() != 3 || (sizes[1] >= tableWidth) == table)
        return;
    const int wanted = table ? tableWidth : cardsWidth;
    sizes[2] += sizes[1] - wanted;
    sizes[1] = wanted;
    m_splitter->setSizes(sizes);
}

void MainWindow::focusPane(int step)
{
    const QWidget *focus = QApplication::focusWidget();
    int pane = step > 0 ? -1 : 0;
    const QWidget *panes[] = {m_folders, m_list, m_reader};
    for (int i = 0; i < 3; ++i) {
        if (focus && (panes[i] == focus || panes[i]->isAncestorOf(focus)))
            pane = i;
    }
    constexpr ActionId targets[] = {ActionId::FocusFolders, ActionId::FocusList, ActionId::FocusReader};
    performInView(targets[(pane + step + 3) % 3]);
}

void MainWindow::chooseFiles()
{
    auto *dialog = new QFileDialog(this, tr("Open mail files"), QDir::homePath(),
                                   tr("Mail files (*.eml *.mbox *.mbx);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::openFiles);
    dialog->open();
}

void MainWindow::openFiles(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    m_session.importFiles(paths, this, [this](Result<int> result) {
        if (!result) {
            report(result.error());
            return;
        }
        m_status->notice(*result > 0 ? tr("%n new message(s) from files.", nullptr, *result)
                                     : tr("All messages of these files are here already."));
        m_showLocal = true;
        loadFolders();
    });
}

void MainWindow::showActivity()
{
    if (!m_activityPanel) {
        m_activityPanel = new ActivityPanel(*m_activity, this);
        m_activityPanel->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_activityPanel, &ActivityPanel::checkAllRequested, &m_session, &MailSession::checkAll);
    }
    m_activityPanel->show();
    m_activityPanel->raise();
    m_activityPanel->activateWindow();
}

void MainWindow::showAbout()
{
    auto *box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Poplar"));
    box->setIconPixmap(Icons::application().pixmap(QSize(64, 64), devicePixelRatioF()));
    box->setText(tr("Poplar %1").arg(QStringLiteral(POPLAR_VERSION)));
    box->setInformativeText(tr("A mail reader for POP3 that keeps your mail safe on your own computer.\n\n"
                               "Free software under the GNU General Public License, version 3 or later. "
                               "Icons by the Lucide contributors (ISC and MIT licences)."));
    box->open();
}
