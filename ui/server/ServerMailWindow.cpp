// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailWindow.h"

#include "ErrorText.h"
#include "Formatting.h"
#include "Icons.h"
#include "MessageBar.h"
#include "ReasonText.h"
#include "ServerTable.h"
#include "WindowSize.h"

#include <QAction>
#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr int loadPause = 300; // ms; a check changes rows with each batch
constexpr int listingPause = 120;

using State = ServerMessage::State;
} // namespace

ServerMailWindow::ServerMailWindow(MailSession &session, AccountId account, QWidget *parent)
    : QDialog(parent), m_session(session), m_account(account), m_model(new ServerMailModel(this)),
      m_table(new ServerTable(this)), m_notice(new MessageBar(this)), m_show(new QComboBox(this)),
      m_search(new QLineEdit(this)), m_detail(new QLabel(this)), m_summary(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowFlag(Qt::WindowMinMaxButtonsHint);
    setWindowTitle(tr("Mail on the server – %1").arg(accountName()));
    openAtSize(*this, {1120, 620});
    m_table->setAccessibleName(tr("Messages on the server"));
    m_table->showMail(*m_model);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setContentsMargins(16, 6, 16, 8);
    m_summary->setTextFormat(Qt::PlainText);
    m_detail->setTextFormat(Qt::PlainText);
    m_detail->setWordWrap(true);
    m_detail->setContentsMargins(16, 8, 16, 2);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    layout->addWidget(m_notice);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_detail);
    layout->addWidget(m_summary);

    m_loadTimer.setSingleShot(true);
    m_loadTimer.setInterval(loadPause);
    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(listingPause);
    connect(&m_loadTimer, &QTimer::timeout, this, &ServerMailWindow::load);
    connect(&m_searchTimer, &QTimer::timeout, this, &ServerMailWindow::filter);
    connect(m_search, &QLineEdit::textChanged, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(m_show, &QComboBox::currentIndexChanged, this, &ServerMailWindow::filter);
    connect(m_model, &ServerMailModel::arranged, this, [this] {
        updateActions();
        updateSummary();
    });
    connect(m_table, &ServerTable::selectedMailChanged, this, &ServerMailWindow::updateActions);
    connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint &point) {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const auto &[act, action] : m_actions) {
            if (act != Act::Stop)
                menu->addAction(action);
        }
        menu->popup(m_table->viewport()->mapToGlobal(point));
    });
    const auto later = [this](AccountId changed) {
        if (changed == m_account && !m_loadTimer.isActive())
            m_loadTimer.start();
    };
    connect(&session, &MailSession::serverMessagesChanged, this, later);
    connect(&session, &MailSession::checkFinished, this,
            [later](const FetchReport &report) { later(report.account); });
    load();
    updateActions();
    m_table->setFocus(Qt::OtherFocusReason);
}

ServerMailWindow::~ServerMailWindow()
{
    if (m_saving)
        m_session.cancelSaveFromServer();
}

QString ServerMailWindow::accountName() const
{
    for (const Account &account : m_session.accounts()) {
        if (account.id == m_account)
            return account.name;
    }
    return {};
}

QWidget *ServerMailWindow::buildHead()
{
    auto *bar = new QToolBar(this);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->layout()->setContentsMargins(8, 4, 8, 5);
    addAction(*bar, Act::Fetch, QStringLiteral("download"), tr("&Fetch"),
              tr("Fetch the chosen messages as a whole, now"), QKeySequence(Qt::CTRL | Qt::Key_Return));
    addAction(*bar, Act::Keep, QStringLiteral("shield-check"), tr("&Keep on the server"),
              tr("No rule deletes the chosen messages on the server"), QKeySequence(Qt::CTRL | Qt::Key_K));
    addAction(*bar, Act::Delete, QStringLiteral("trash-2"), tr("&Delete on the server"),
              tr("The next check deletes the chosen messages on the server"), QKeySequence::Delete);
    addAction(*bar, Act::ByRule, QStringLiteral("settings"), tr("Leave it to the &rules"),
              tr("The account's rules decide about the chosen messages"), QKeySequence(Qt::CTRL | Qt::Key_R));
    addAction(*bar, Act::Save, QStringLiteral("save"), tr("&Save as…"),
              tr("Save the message to a file, byte for byte as the server has it"), QKeySequence::Save);
    addAction(*bar, Act::Stop, QStringLiteral("x"), tr("S&top saving"), tr("Stop saving the message"), {});
    m_show->addItem(tr("On the server"), int(ServerMailModel::Show::Everything));
    m_show->addItem(tr("Not or not wholly here"), int(ServerMailModel::Show::NotHere));
    m_show->addItem(tr("To be deleted"), int(ServerMailModel::Show::ToBeDeleted));
    m_show->addItem(tr("No longer there"), int(ServerMailModel::Show::Gone));
    m_show->setAccessibleName(tr("Which messages to show"));
    m_search->setPlaceholderText(tr("Search in this list"));
    m_search->setAccessibleName(tr("Search in this list"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(Icons::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_search,
            [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    connect(new QShortcut(QKeySequence::Refresh, this), &QShortcut::activated, this,
            [this] { m_session.check(m_account); });

    auto *head = new QWidget(this);
    auto *filters = new QHBoxLayout;
    filters->setContentsMargins(12, 0, 12, 0);
    filters->setSpacing(8);
    filters->addWidget(m_show);
    filters->addWidget(m_search, 1);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(8);
    layout->addWidget(bar);
    layout->addLayout(filters);
    return head;
}

void ServerMailWindow::addAction(QToolBar &bar, Act act, const QString &icon, const QString &text,
                                 const QString &tip, const QKeySequence &key)
{
    QAction *action = bar.addAction(Icons::icon(icon), text);
    action->setToolTip(
        key.isEmpty() ? tip
                      : tr("%1 (%2)", "action, shortcut").arg(tip, key.toString(QKeySequence::NativeText)));
    action->setShortcut(key);
    action->setShortcutContext(act == Act::Delete ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    if (act == Act::Delete)
        m_table->addAction(action); // in the search field Delete deletes a letter
    connect(action, &QAction::triggered, this, [this, act] { perform(act); });
    auto *button = qobject_cast<QToolButton *>(bar.widgetForAction(action));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    m_actions.emplace(act, action);
}

void ServerMailWindow::show(ServerMailModel::Show what)
{
    m_show->setCurrentIndex(m_show->findData(int(what)));
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
    m_model->setFilter(ServerMailModel::Show(m_show->currentData().toInt()), m_search->text().trimmed());
}

void ServerMailWindow::updateActions()
{
    const bool onServer = m_table->anySelected(ServerMailModel::isOnServer);
    m_actions.at(Act::Fetch)->setEnabled(m_table->anySelected(ServerMailModel::canBeFetched));
    for (const Act act : {Act::Keep, Act::Delete})
        m_actions.at(act)->setEnabled(onServer);
    m_actions.at(Act::ByRule)->setEnabled(m_table->anySelected(ServerMailModel::isChosen));
    m_actions.at(Act::Save)->setEnabled(m_table->selectedCount() == 1 && !m_saving &&
                                        (onServer || m_table->anySelected(ServerMailModel::isWholeHere)));
    m_actions.at(Act::Stop)->setVisible(m_saving);
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

void ServerMailWindow::updateEmptyText()
{
    if (m_loading)
        m_table->setEmptyText({});
    else if (!m_search->text().trimmed().isEmpty())
        m_table->setEmptyText(tr("No message matches the search."));
    else if (ServerMailModel::Show(m_show->currentData().toInt()) != ServerMailModel::Show::Everything)
        m_table->setEmptyText(tr("There are no such messages."));
    else
        m_table->setEmptyText(tr("As far as is known there is no mail of this account on the server.\n"
                                 "F5 looks again."));
}

void ServerMailWindow::updateSummary()
{
    updateEmptyText();
    int count = 0;
    int notHere = 0;
    int toDelete = 0;
    qint64 bytes = 0;
    qint64 freed = 0;
    for (const ServerMessage &message : m_model->messages()) {
        if (!ServerMailModel::isOnServer(message))
            continue;
        ++count;
        bytes += message.size;
        notHere += message.state == State::New || message.state == State::Fetching;
        if (!message.deletionReason.isEmpty() || message.state == State::DeleteSent) {
            ++toDelete;
            freed += message.size;
        }
    }
    QStringList parts{tr("%1 message(s) on the server, %2", nullptr, count)
                          .arg(Formatting::count(count), Formatting::size(bytes))};
    if (notHere > 0)
        parts += tr("%1 not here", nullptr, notHere).arg(Formatting::count(notHere));
    if (toDelete > 0)
        parts += tr("%1 will be deleted at the next check (%2)", nullptr, toDelete)
                     .arg(Formatting::count(toDelete), Formatting::size(freed));
    if (m_model->rowCount() != count)
        parts += tr("%1 shown", nullptr, m_model->rowCount()).arg(Formatting::count(m_model->rowCount()));
    m_summary->setText(parts.join(QStringLiteral(" · ")));
}
