// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of ServerMailWindow that lays it out.
#include "Icons.h"
#include "MessageBar.h"
#include "QuotaLine.h"
#include "ServerMailWindow.h"
#include "ServerPreviewPane.h"
#include "ServerTable.h"
#include "ShowChips.h"
#include "WindowSize.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSplitter>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

void ServerMailWindow::build()
{
    openAtSize(*this, {1240, 760});
    m_table->setAccessibleName(tr("Messages on the server"));
    m_table->showMail(*m_model);
    for (QLabel *label : {m_look, m_summary, m_marked, m_detail})
        label->setTextFormat(Qt::PlainText);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_look->setForegroundRole(QPalette::PlaceholderText);
    m_detail->setWordWrap(true);
    m_detail->setContentsMargins(16, 8, 16, 2);
    m_detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_detail->hide();
    auto *panes = new QSplitter(Qt::Vertical, this);
    panes->setChildrenCollapsible(false);
    panes->addWidget(m_table);
    panes->addWidget(m_preview);
    panes->setStretchFactor(0, 3);
    panes->setStretchFactor(1, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    layout->addWidget(m_notice);
    layout->addWidget(panes, 1);
    layout->addWidget(m_detail);
    layout->addWidget(buildFoot());
}

QToolBar *ServerMailWindow::buildBar()
{
    auto *bar = new QToolBar(this);
    bar->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->layout()->setContentsMargins(8, 4, 8, 5);
    addAction(*bar, Act::Get, QStringLiteral("download"), tr("&Get"),
              tr("Mark to be downloaded, or not any more"), QKeySequence(Qt::Key_Space));
    addAction(*bar, Act::Delete, QStringLiteral("trash-2"), tr("&Delete on the server"),
              tr("Mark to be deleted on the server, or not any more"), QKeySequence::Delete);
    bar->addSeparator();
    addAction(*bar, Act::Keep, QStringLiteral("shield-check"), tr("&Keep on the server"),
              tr("No rule deletes the chosen messages on the server"), QKeySequence(Qt::CTRL | Qt::Key_K));
    addAction(*bar, Act::Never, QStringLiteral("ban"), tr("&Never download"),
              tr("No check downloads the chosen messages; they stay on the server"),
              QKeySequence(Qt::CTRL | Qt::Key_N));
    addAction(*bar, Act::ByRule, QStringLiteral("settings"), tr("Leave it to the &rules"),
              tr("The account's rules decide about the chosen messages"), QKeySequence(Qt::CTRL | Qt::Key_R));
    addAction(*bar, Act::Save, QStringLiteral("save"), tr("&Save as…"),
              tr("Save the message to a file, byte for byte as the server has it"), QKeySequence::Save);
    auto *block = new QAction(Icons::icon(QStringLiteral("ban")), tr("&Block the sender…"), this);
    block->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_B));
    connect(block, &QAction::triggered, this, [this] { perform(Act::Block); });
    QDialog::addAction(block); // for the menu and the keyboard; the bar is full
    m_actions.emplace(Act::Block, block);
    auto *space = new QWidget(bar);
    space->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar->addWidget(space);
    addAction(*bar, Act::Refresh, QStringLiteral("refresh-cw"), tr("Re&fresh"), tr("Ask the server again"),
              QKeySequence::Refresh);
    addAction(*bar, Act::Stop, QStringLiteral("x"), tr("S&top"),
              tr("Stop what runs; what was not done stays as it is"), {});
    return bar;
}

void ServerMailWindow::addAction(QToolBar &bar, Act act, const QString &icon, const QString &text,
                                 const QString &tip, const QKeySequence &key)
{
    QAction *action = bar.addAction(Icons::icon(icon), text);
    action->setToolTip(
        key.isEmpty() ? tip
                      : tr("%1 (%2)", "action, shortcut").arg(tip, key.toString(QKeySequence::NativeText)));
    action->setShortcut(key);
    const bool isTables = act == Act::Delete || act == Act::Get;
    action->setShortcutContext(isTables ? Qt::WidgetWithChildrenShortcut : Qt::WindowShortcut);
    if (isTables)
        m_table->addAction(action); // in the search field these keys write and delete letters
    connect(action, &QAction::triggered, this, [this, act] { perform(act); });
    auto *button = qobject_cast<QToolButton *>(bar.widgetForAction(action));
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    m_actions.emplace(act, action);
}

QWidget *ServerMailWindow::buildHead()
{
    m_search->setPlaceholderText(tr("Search in this list"));
    m_search->setAccessibleName(tr("Search in this list"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(Icons::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_search,
            [this] { m_search->setFocus(Qt::ShortcutFocusReason); });

    auto *head = new QWidget(this);
    auto *facts = new QHBoxLayout;
    facts->setContentsMargins(16, 0, 12, 0);
    facts->addWidget(m_look, 1);
    facts->addWidget(m_quota);
    auto *filters = new QHBoxLayout;
    filters->setContentsMargins(12, 0, 12, 0);
    filters->setSpacing(12);
    filters->addWidget(m_show);
    filters->addWidget(m_search, 1);
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(8);
    layout->addWidget(buildBar());
    layout->addLayout(facts);
    layout->addLayout(filters);
    return head;
}

QWidget *ServerMailWindow::buildFoot()
{
    m_unmark->setText(tr("&Unmark all"));
    m_doIt->setText(tr("Do &it"));
    m_doIt->setToolTip(tr("Download and delete what is marked (%1)")
                           .arg(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText)));
    for (QPushButton *button : {m_unmark, m_doIt})
        button->setAutoDefault(false); // Return in the list is no order to delete
    connect(m_unmark, &QPushButton::clicked, this, [this] {
        const ServerWork wishes = m_desk->wishes(m_account);
        m_desk->setWish(wishes.get, ServerDesk::Wish::Get, false);
        m_desk->setWish(wishes.remove, ServerDesk::Wish::Remove, false);
    });
    connect(m_doIt, &QPushButton::clicked, this, &ServerMailWindow::askAndCarryOut);
    connect(new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return), this), &QShortcut::activated, m_doIt,
            &QPushButton::click);

    auto *foot = new QWidget(this);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(16, 8, 12, 10);
    layout->setSpacing(12);
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_marked);
    layout->addWidget(m_unmark);
    layout->addWidget(m_doIt);
    return foot;
}
