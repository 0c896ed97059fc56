// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of MainWindow that does what the actions say.
#include "MainWindow.h"

#include "AccountDialog.h"
#include "ActivityModel.h"
#include "ActivityPanel.h"
#include "FolderView.h"
#include "Fonts.h"
#include "Icons.h"
#include "MessageListView.h"
#include "ReaderPane.h"
#include "ShortcutHelp.h"
#include "StatusLine.h"

#include <QAction>
#include <QApplication>
#include <QCursor>
#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QSplitter>
#include <QStandardPaths>

#include <algorithm>

namespace
{
constexpr int cardsWidth = 384;
constexpr int tableWidth = 600;

// A file name that every system takes, made from a subject.
QString fileNameFor(const QString &subject)
{
    QString name;
    for (const QChar c : subject.simplified()) {
        const bool bad = c.category() == QChar::Other_Control || QStringLiteral("/\\:*?\"<>|").contains(c);
        name += bad ? QChar(u'_') : c;
    }
    name = name.left(80).trimmed();
    while (name.startsWith(QLatin1Char('.')))
        name.remove(0, 1);
    return (name.isEmpty() ? QStringLiteral("message") : name) + QStringLiteral(".eml");
}
} // namespace

template <class T> MailSession::Done<T> MainWindow::reporting()
{
    return [this](Result<T> result) {
        if (!result)
            report(result.error());
    };
}

void MainWindow::perform(ActionId id)
{
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
    case ActionId::NewAccount:
        editAccount(0);
        break;
    case ActionId::AccountSettings:
        chooseAccount();
        break;
    case ActionId::OpenFiles:
        chooseFiles();
        break;
    case ActionId::Quit:
        close();
        break;
    case ActionId::Activity:
        showActivity();
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
    case ActionId::SaveAs:
        saveMessage();
        break;
    case ActionId::ViewSource:
        m_reader->openSource();
        break;
    case ActionId::NextMessage:
        m_list->goBy(1);
        break;
    case ActionId::PreviousMessage:
        m_list->goBy(-1);
        break;
    case ActionId::NextUnread:
        m_list->goToUnread(1);
        break;
    case ActionId::PreviousUnread:
        m_list->goToUnread(-1);
        break;
    case ActionId::ReadOn:
        readOn();
        break;
    case ActionId::ReadBack:
        m_reader->pageUp();
        break;
    default:
        performInView(id);
    }
}

void MainWindow::performInView(ActionId id)
{
    switch (id) {
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
    case ActionId::PlainText:
        m_reader->setPlainText(m_actions.action(ActionId::PlainText)->isChecked());
        break;
    case ActionId::ZoomIn:
        m_reader->setZoom(m_reader->zoom() * 1.1);
        break;
    case ActionId::ZoomOut:
        m_reader->setZoom(m_reader->zoom() / 1.1);
        break;
    case ActionId::ZoomReset:
        m_reader->setZoom(1.0);
        break;
    default:
        break;
    }
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
        return m_listModel->flagsAt(row.row()).testFlag(flag);
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

void MainWindow::saveMessage()
{
    const MessageId message = m_reader->message();
    if (message == 0)
        return;
    auto *dialog = new QFileDialog(this, tr("Save message"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("Mail messages (*.eml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("eml"));
    dialog->selectFile(fileNameFor(m_reader->body().header.subject));
    connect(dialog, &QFileDialog::fileSelected, this, [this, message](const QString &path) {
        m_session.saveRaw(message, path, this, [this, path](Result<void> result) {
            if (result)
                m_status->notice(tr("Message saved: %1").arg(QDir::toNativeSeparators(path)));
            else
                report(result.error());
        });
    });
    dialog->open();
}

void MainWindow::readOn()
{
    if (m_reader->isShowing() && m_reader->pageDown())
        return;
    if (!m_list->goToUnread(1))
        m_status->notice(tr("There is no other unread message in this list."));
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

void MainWindow::editAccount(AccountId account)
{
    const auto &accounts = m_session.accounts();
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [account](const Account &one) { return one.id == account; });
    auto *dialog = new AccountDialog(m_session, found == accounts.end() ? Account() : *found, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::chooseAccount()
{
    const auto &accounts = m_session.accounts();
    const AccountId current = m_folders->currentAccount();
    const bool known = std::any_of(accounts.begin(), accounts.end(),
                                   [current](const Account &one) { return one.id == current; });
    if (accounts.size() == 1 || known) {
        editAccount(known ? current : accounts.front().id);
        return;
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Account &account : accounts) {
        QString name = account.name;
        menu->addAction(name.replace(QLatin1Char('&'), QStringLiteral("&&")), this,
                        [this, id = account.id] { editAccount(id); });
    }
    menu->popup(QCursor::pos());
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
