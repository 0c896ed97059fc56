// SPDX-License-Identifier: GPL-3.0-or-later
#include "QuotaLine.h"

#include "Formatting.h"
#include "Theme.h"

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include <algorithm>

namespace
{
constexpr qint64 megabyte = 1'000'000;
constexpr int nearlyFull = 90; // per cent
} // namespace

QuotaLine::QuotaLine(QWidget *parent)
    : QWidget(parent), m_text(new QLabel(this)), m_bar(new QProgressBar(this)),
      m_change(new QToolButton(this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 100);
    m_bar->setFixedSize(120, 8);
    m_bar->setAccessibleName(tr("How full the mailbox is"));
    m_change->setText(tr("Set size…"));
    m_change->setToolTip(tr("Tell how much the mailbox may hold, as your provider says"));
    m_change->setAccessibleName(tr("Set the size of the mailbox"));
    m_change->setAutoRaise(true);
    m_change->setFocusPolicy(Qt::TabFocus);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_text);
    layout->addWidget(m_bar);
    layout->addWidget(m_change);
    connect(m_change, &QToolButton::clicked, this, &QuotaLine::ask);
    setUse(0, 0);
}

void QuotaLine::setUse(qint64 used, qint64 quota)
{
    m_quota = quota;
    const bool isTold = quota > 0;
    const int percent = isTold ? static_cast<int>(std::min<qint64>(used * 100 / quota, 100)) : 0;
    m_text->setText(isTold ? tr("%1 used, %2 %", "amount of amount, percentage")
                                 .arg(Formatting::sizeOf(used, quota))
                                 .arg(percent)
                           : tr("%1 used").arg(Formatting::size(used)));
    m_bar->setVisible(isTold);
    m_bar->setValue(percent);
    QPalette colours = palette();
    if (percent >= nearlyFull)
        colours.setColor(QPalette::Link, Theme::red(colours));
    m_bar->setPalette(colours);
}

QString QuotaLine::text() const
{
    return m_text->text();
}

void QuotaLine::ask()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Size of the mailbox"));
    dialog->setLabelText(tr("How many megabytes the mailbox on the server may hold, as your provider says "
                            "(0: not known):"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(0, 100'000'000);
    dialog->setIntValue(static_cast<int>(m_quota / megabyte));
    connect(dialog, &QInputDialog::intValueSelected, this,
            [this](int megabytes) { Q_EMIT quotaChosen(megabytes * megabyte); });
    dialog->open();
}
