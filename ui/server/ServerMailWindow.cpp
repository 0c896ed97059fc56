// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailWindow.h"

#include "ErrorText.h"
#include "Formatting.h"
#include "MessageBar.h"
#include "QuotaLine.h"
#include "ReasonText.h"
#include "ServerPreviewPane.h"
#include "ServerTable.h"
#include "ShowChips.h"

#include <QAction>
#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

namespace
{
constexpr int loadPause = 300; // ms; a check, and the reading of headers, change rows with each batch
constexpr int listingPause = 120;
constexpr int visiblePause = 80;

using State = ServerMessage::State;
using Show = ServerMailModel::Show;
} // namespace

ServerMailWindow::ServerMailWindow(MailSession &session, AccountId account, QWidget *parent)
    : QDialog(parent), m_session(session), m_desk(&session.serverDesk()), m_account(account),
      m_model(new ServerMailModel(this)), m_table(new ServerTable(this)),
      m_preview(new ServerPreviewPane(session, this)), m_notice(new MessageBar(this)),
      m_show(new ShowChips(this)), m_quota(new QuotaLine(this)), m_search(new QLineEdit(this)),
      m_look(new QLabel(this)), m_detail(new QLabel(this)), m_summary(new QLabel(this)),
      m_marked(new QLabel(this)), m_unmark(new QPushButton(this)), m_doIt(new QPushButton(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowFlag(Qt::WindowMinMaxButtonsHint);
    build();
    follow();
    m_desk->open(m_account);
    load();
    updateLook();
    updateMarks();
    m_table->setFocus(Qt::OtherFocusReason);
}

ServerMailWindow::~ServerMailWindow()
{
    if (m_saving)
        m_session.cancelSaveFromServer();
    if (!m_desk)
        return; // the program ends
    m_desk->disconnect(this);
    m_desk->close(m_account);
}

const Account *ServerMailWindow::known() const
{
    const auto &accounts = m_session.accounts();
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [this](const Account &one) { return one.id == m_account; });
    return found == accounts.end() ? nullptr : &*found;
}

void ServerMailWindow::follow()
{
    for (const auto &[timer, pause] :
         {std::pair(&m_loadTimer, loadPause), std::pair(&m_searchTimer, listingPause),
          std::pair(&m_visibleTimer, visiblePause)}) {
        timer->setSingleShot(true);
        timer->setInterval(pause);
    }
    connect(&m_loadTimer, &QTimer::timeout, this, &ServerMailWindow::load);
    connect(&m_searchTimer, &QTimer::timeout, this, &ServerMailWindow::filter);
    connect(&m_visibleTimer, &QTimer::timeout, this, &ServerMailWindow::preferVisible);
    connect(m_search, &QLineEdit::textChanged, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(m_show, &ShowChips::chosenChanged, this, &ServerMailWindow::filter);
    connect(m_quota, &QuotaLine::quotaChosen, this, &ServerMailWindow::saveQuota);
    connect(m_model, &ServerMailModel::arranged, this, [this] {
        updateActions();
        updateSummary();
        updateMarks();
        m_visibleTimer.start();
    });
    connect(m_table, &ServerTable::selectedMailChanged, this, &ServerMailWindow::updateActions);
    connect(m_table, &ServerTable::markClicked, this, &ServerMailWindow::clickMark);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, &m_visibleTimer,
            qOverload<>(&QTimer::start));
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &point) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const auto &[act, action] : m_actions) {
            if (act < Act::Refresh)
                menu->addAction(action);
        }
        menu->popup(m_table->viewport()->mapToGlobal(point));
    });
    const auto later = [this](AccountId changed) {
        if (changed == m_account && !m_loadTimer.isActive())
            m_loadTimer.start();
    };
    connect(&m_session, &MailSession::serverMessagesChanged, this, later);
    connect(&m_session, &MailSession::checkFinished, this,
            [later](const FetchReport &report) { later(report.account); });
    connect(&m_session, &MailSession::accountsChanged, this, &ServerMailWindow::updateSummary);
    connect(m_desk, &ServerDesk::lookChanged, this, [this](AccountId changed) {
        if (changed == m_account)
            updateLook();
    });
    connect(m_desk, &ServerDesk::wishesChanged, this, [this](AccountId changed) {
        if (changed == m_account)
            updateMarks();
    });
}

void ServerMailWindow::show(ServerMailModel::Show what)
{
    m_show->choose(what);
    QDialog::show();
}

void ServerMailWindow::load()
{
    if (m_loading) {
        m_loadAgain = true;
        return;
    }
    m_loading = true;
    m_session.serverMessages(m_account, this,
                             [this](Result<std::vector<ServerMessage>> result) { take(std::move(result)); });
}

void ServerMailWindow::take(Result<std::vector<ServerMessage>> result)
{
    m_loading = false;
    if (!result)
        tell(result.error());
    else
        m_model->setMessages(std::move(*result)); // and then it is arranged
    if (std::exchange(m_loadAgain, false))
        m_loadTimer.start();
}

void ServerMailWindow::filter()
{
    m_searchTimer.stop();
    m_model->setFilter(m_show->chosen(), m_search->text().trimmed());
}

// What is seen is read first.
void ServerMailWindow::preferVisible()
{
    std::vector<ServerMessageKey> unknown;
    for (const ServerMessage &message : m_table->visibleMail())
        if (message.message == 0 && message.date == 0)
            unknown.push_back(message.key);
    m_desk->prefer(m_account, unknown);
}

void ServerMailWindow::updateActions()
{
    const bool onServer = m_table->anySelected(ServerMailModel::isOnServer);
    const bool canBeFetched = m_table->anySelected(ServerMailModel::canBeFetched);
    for (const Act act : {Act::Get, Act::Never})
        m_actions.at(act)->setEnabled(canBeFetched);
    for (const Act act : {Act::Keep, Act::Delete})
        m_actions.at(act)->setEnabled(onServer);
    m_actions.at(Act::ByRule)->setEnabled(m_table->anySelected(ServerMailModel::isChosen));
    m_actions.at(Act::Save)->setEnabled(m_table->selectedCount() == 1 && !m_saving &&
                                        (onServer || m_table->anySelected(ServerMailModel::isWholeHere)));
    m_actions.at(Act::Block)->setEnabled(m_table->selectedCount() == 1);
    const ServerMessage *const current = m_table->currentMail();
    m_preview->showFor(current);
    updateDetail();
}

// The column is too narrow for what a server has to say.
void ServerMailWindow::updateDetail()
{
    QString text;
    if (m_table->selectedCount() == 1)
        text = ReasonText::account(m_table->selectedMail().front(), QDateTime::currentDateTime());
    m_detail->setText(text);
    m_detail->setVisible(!text.isEmpty());
}

void ServerMailWindow::updateLook()
{
    const ServerLook look = m_desk->look(m_account);
    m_look->setText(ServerWorkText::look(look, QDateTime::currentDateTime()));
    if (std::exchange(m_listedAt, look.listedAt) != look.listedAt)
        load(); // at once; the headers that follow can wait for each other
    m_actions.at(Act::Refresh)->setEnabled(!look.isUnderWay());
    m_actions.at(Act::Stop)->setEnabled(look.isUnderWay() || m_saving || m_working);
    if (!look.error)
        m_isLookErrorTold = false;
    else if (known() && !std::exchange(m_isLookErrorTold, true))
        m_notice->show(
            MessageBar::Kind::Failure, QStringLiteral("circle-alert"),
            tr("%1 The list shows what was known before.").arg(errorLine(*look.error, known()->server.host)));
    updateEmptyText();
}

void ServerMailWindow::updateMarks()
{
    m_model->setMarks(m_desk->wishes(m_account));
    const MarkedWork work = marked();
    m_marked->setText(work.isEmpty() ? tr("Nothing is marked.") : ServerWorkText::amount(work));
    m_doIt->setEnabled(!work.isEmpty() && !m_working);
    m_unmark->setEnabled(!m_desk->wishes(m_account).isEmpty() && !m_working);
}

void ServerMailWindow::updateEmptyText()
{
    const ServerLook look = m_desk->look(m_account);
    if (m_loading || (look.isUnderWay() && look.phase != ServerLook::Phase::There))
        m_table->setEmptyText(m_loading ? QString() : tr("Asking the server…"));
    else if (!m_search->text().trimmed().isEmpty())
        m_table->setEmptyText(tr("No message matches the search."));
    else if (m_show->chosen() != Show::Everything)
        m_table->setEmptyText(tr("There are no such messages."));
    else if (look.listedAt > 0)
        m_table->setEmptyText(tr("The mailbox on the server is empty."));
    else
        m_table->setEmptyText(tr("As far as is known there is no mail of this account on the server.\n"
                                 "F5 looks again."));
}

void ServerMailWindow::updateSummary()
{
    const Account *const account = known();
    setWindowTitle(tr("Mail on the server – %1").arg(account ? account->name : QString()));
    updateEmptyText();
    std::map<Show, int> counts;
    int notHere = 0;
    qint64 bytes = 0;
    for (const ServerMessage &message : m_model->messages()) {
        for (const Show show :
             {Show::Everything, Show::NotHere, Show::Here, Show::Large, Show::ToBeDeleted, Show::Gone})
            counts[show] += ServerMailRows::isShown(message, show, m_model->removed());
        if (ServerMailModel::isOnServer(message)) {
            bytes += message.size;
            notHere += message.message == 0;
        }
    }
    m_show->setCounts(counts);
    m_quota->setUse(bytes, account ? account->quota : 0);
    const int count = counts[Show::Everything];
    QStringList parts{tr("%1 message(s) on the server, %2", nullptr, count)
                          .arg(Formatting::count(count), Formatting::size(bytes))};
    if (notHere > 0)
        parts += tr("%1 not here", nullptr, notHere).arg(Formatting::count(notHere));
    if (m_model->rowCount() != count)
        parts += tr("%1 shown", nullptr, m_model->rowCount()).arg(Formatting::count(m_model->rowCount()));
    m_summary->setText(parts.join(QStringLiteral(" · ")));
}
