// SPDX-License-Identifier: GPL-3.0-or-later
#include "DownloadPage.h"

#include "ChoiceCard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

namespace
{
constexpr qint64 octetsPerMegabyte = 1'000'000;
constexpr int usualMegabytes = 10;
} // namespace

DownloadPage::DownloadPage(QWidget *parent)
    : QWidget(parent), m_whole(new ChoiceCard(tr("&Whole messages"), this)),
      m_beginning(new ChoiceCard(tr("Only the &beginning of messages above"), this)),
      m_headers(new ChoiceCard(tr("Only the &head of every message"), this)), m_limit(new QSpinBox(this)),
      m_lines(new QSpinBox(this))
{
    m_limit->setRange(1, 100'000);
    m_limit->setSuffix(tr(" MB"));
    m_limit->setAccessibleName(tr("Size above which only the beginning is fetched"));
    m_beginning->setTrailing(m_limit);
    m_lines->setRange(1, 10'000);
    m_lines->setAccessibleName(tr("Lines of a large message that are fetched at once"));
    m_whole->setDescription(tr("Everything is here as soon as it has been fetched, also without a network."));
    m_beginning->setDescription(tr("The rest stays on the server until you ask for it in the message."));
    m_headers->setDescription(
        tr("Sender, subject and date come here; each message comes as a whole when you ask for it."));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (ChoiceCard *card : {m_whole, m_beginning, m_headers}) {
        layout->addWidget(card);
        connect(card, &QRadioButton::toggled, this, &DownloadPage::follow);
    }
    auto *lines = new QHBoxLayout;
    auto *label = new QLabel(tr("The beginning of a large message is its first"), this);
    label->setBuddy(m_lines);
    lines->addWidget(label);
    lines->addWidget(m_lines);
    lines->addWidget(new QLabel(tr("lines."), this));
    lines->addStretch();
    layout->addLayout(lines);
    layout->addStretch();
    setAccount({});
}

void DownloadPage::setAccount(const Account &account)
{
    const DownloadPolicy &policy = account.download;
    (policy.headersOnly ? m_headers : (policy.sizeLimit > 0 ? m_beginning : m_whole))->setChecked(true);
    m_limit->setValue(policy.sizeLimit > 0 ? int(qMax<qint64>(1, policy.sizeLimit / octetsPerMegabyte))
                                           : usualMegabytes);
    m_lines->setValue(policy.lines);
    follow();
}

void DownloadPage::applyTo(Account &account) const
{
    account.download.headersOnly = m_headers->isChecked();
    // A limit that was set elsewhere to less than a megabyte stays as it is until it is changed here.
    const bool same = account.download.sizeLimit > 0 &&
                      qMax<qint64>(1, account.download.sizeLimit / octetsPerMegabyte) == m_limit->value();
    if (!m_beginning->isChecked())
        account.download.sizeLimit = 0;
    else if (!same)
        account.download.sizeLimit = m_limit->value() * octetsPerMegabyte;
    account.download.lines = m_lines->value();
}

void DownloadPage::follow()
{
    m_limit->setEnabled(m_beginning->isChecked());
    m_lines->setEnabled(m_beginning->isChecked());
}
