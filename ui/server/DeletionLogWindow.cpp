// SPDX-License-Identifier: GPL-3.0-or-later
#include "DeletionLogWindow.h"

#include "DeletionLogModel.h"
#include "ErrorText.h"
#include "Formatting.h"
#include "Icons.h"
#include "MessageBar.h"
#include "ServerTable.h"
#include "WindowSize.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QVBoxLayout>

namespace
{
constexpr int searchPause = 200; // ms

ServerTable *newTable(DeletionLogModel &model, QWidget *parent)
{
    auto *table = new ServerTable(parent);
    table->setAccessibleName(DeletionLogWindow::tr("Deletions on the server"));
    table->setModel(&model);
    table->setWidths({{0, 20}, {1, 34}, {2, 30}, {3, 11}, {4, 32}});
    return table;
}
} // namespace

DeletionLogWindow::DeletionLogWindow(MailSession &session, AccountId account, QWidget *parent)
    : QDialog(parent),
      m_model(new DeletionLogModel([&session](const DeletionQuery &query, QObject *context,
                                              auto done) { session.deletions(query, context, done); },
                                   this)),
      m_notice(new MessageBar(this)), m_accounts(new QComboBox(this)), m_search(new QLineEdit(this)),
      m_summary(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowFlag(Qt::WindowMinMaxButtonsHint);
    setWindowTitle(tr("Deletions on the server"));
    openAtSize(*this, {980, 560});
    m_accounts->addItem(tr("All accounts"), 0U);
    for (const Account &one : session.accounts())
        m_accounts->addItem(one.name, one.id);
    m_accounts->setCurrentIndex(qMax(0, m_accounts->findData(account)));
    m_accounts->setAccessibleName(tr("Of which account"));
    m_search->setPlaceholderText(tr("Search by subject, sender or reason"));
    m_search->setAccessibleName(tr("Search the deletions"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(Icons::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setContentsMargins(16, 6, 16, 8);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(12, 12, 12, 8);
    head->setSpacing(8);
    head->addWidget(m_accounts);
    head->addWidget(m_search, 1);
    m_table = newTable(*m_model, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(m_notice);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_summary);

    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(searchPause);
    connect(&m_searchTimer, &QTimer::timeout, this, &DeletionLogWindow::search);
    connect(m_search, &QLineEdit::textChanged, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(m_accounts, &QComboBox::currentIndexChanged, this, &DeletionLogWindow::search);
    connect(m_model, &DeletionLogModel::loaded, this, &DeletionLogWindow::updateSummary);
    connect(m_model, &DeletionLogModel::loadFailed, this, [this](const Error &error) {
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
    });
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_search,
            [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
    m_search->setFocus(Qt::OtherFocusReason);
    search();
}

void DeletionLogWindow::search()
{
    m_searchTimer.stop();
    m_notice->hide();
    m_table->setEmptyText({}); // not known yet
    m_model->search(m_accounts->currentData().toUInt(), m_search->text().trimmed());
}

void DeletionLogWindow::updateSummary()
{
    const int rows = m_model->rowCount();
    m_table->setEmptyText(m_search->text().trimmed().isEmpty()
                              ? tr("Poplar has not deleted anything on a server yet.")
                              : tr("No deletion matches the search."));
    if (rows == 0)
        m_summary->clear();
    else if (m_model->canFetchMore({}))
        m_summary->setText(
            tr("The newest %1 are shown; scroll down for more.", nullptr, rows).arg(Formatting::count(rows)));
    else
        m_summary->setText(tr("%1 deletion(s)", nullptr, rows).arg(Formatting::count(rows)));
}
