// SPDX-License-Identifier: GPL-3.0-or-later
#include "RetentionPage.h"

#include "ChoiceCard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSpinBox>
#include <QVBoxLayout>

RetentionPage::RetentionPage(QWidget *parent)
    : QWidget(parent), m_keep(new ChoiceCard(tr("&Keep it on the server"), this)),
      m_keepDays(new ChoiceCard(tr("Keep it &for"), this)),
      m_remove(new ChoiceCard(tr("&Delete it after download"), this)), m_days(new QSpinBox(this)),
      m_minutes(new QSpinBox(this))
{
    m_days->setRange(1, 3650);
    m_days->setValue(30);
    m_days->setSuffix(tr(" days"));
    m_days->setAccessibleName(tr("Days to keep mail on the server"));
    m_keepDays->setTrailing(m_days);
    m_minutes->setRange(0, 1440);
    m_minutes->setValue(10);
    m_minutes->setSuffix(tr(" minutes"));
    m_minutes->setSpecialValueText(tr("only when I ask"));
    m_minutes->setAccessibleName(tr("Minutes between two checks"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (ChoiceCard *card : {m_keep, m_keepDays, m_remove})
        layout->addWidget(card);
    layout->addSpacing(8);
    auto *interval = new QHBoxLayout;
    auto *label = new QLabel(tr("Check for new mail every"), this);
    label->setBuddy(m_minutes);
    interval->addWidget(label);
    interval->addWidget(m_minutes);
    interval->addStretch();
    layout->addLayout(interval);
    layout->addStretch();
    for (ChoiceCard *card : {m_keep, m_keepDays, m_remove})
        connect(card, &QRadioButton::toggled, this, [this] { m_days->setEnabled(m_keepDays->isChecked()); });
    connect(m_keep, &QRadioButton::clicked, this, [this] { m_wished = RetentionPolicy::Mode::Keep; });
    connect(m_keepDays, &QRadioButton::clicked, this, [this] { m_wished = RetentionPolicy::Mode::KeepDays; });
    connect(m_remove, &QRadioButton::clicked, this, [this] { m_wished = RetentionPolicy::Mode::Delete; });
    setAccount(Account());
    setFacts(std::nullopt);
}

void RetentionPage::setAccount(const Account &account)
{
    m_wished = account.retention.mode;
    m_days->setValue(account.retention.days);
    m_minutes->setValue(account.checkMinutes);
    setFacts(std::nullopt);
}

void RetentionPage::setFacts(const std::optional<MailboxFacts> &facts)
{
    const bool canKeep = !facts || facts->uidl;
    m_keep->setEnabled(canKeep);
    m_keepDays->setEnabled(canKeep);
    if (canKeep) {
        m_keep->setDescription(
            facts && facts->expireDays && *facts->expireDays > 0
                ? tr("Other devices can still get it. The server itself removes mail after %n day(s).",
                     nullptr, *facts->expireDays)
                : tr("Other devices can still get it. Nothing is ever deleted on the server."));
        m_keepDays->setDescription(tr("After that it is deleted on the server. Your copy here stays."));
    } else {
        const QString reason =
            tr("Not possible: this server does not give its messages lasting names (UIDL), so mail "
               "that stays there would be fetched again at each check.");
        m_keep->setDescription(reason);
        m_keepDays->setDescription(tr("Not possible for the same reason."));
    }
    m_remove->setDescription(
        tr("Your copy on this computer becomes the only one. Keep backups of it. A message is deleted "
           "only after it is safely stored."),
        true);
    const RetentionPolicy::Mode mode = canKeep ? m_wished : RetentionPolicy::Mode::Delete;
    m_keep->setChecked(mode == RetentionPolicy::Mode::Keep);
    m_keepDays->setChecked(mode == RetentionPolicy::Mode::KeepDays);
    m_remove->setChecked(mode == RetentionPolicy::Mode::Delete);
    m_days->setEnabled(mode == RetentionPolicy::Mode::KeepDays);
}

void RetentionPage::applyTo(Account &account) const
{
    account.retention.days = m_days->value();
    account.retention.mode = RetentionPolicy::Mode::Delete;
    if (m_keep->isChecked())
        account.retention.mode = RetentionPolicy::Mode::Keep;
    else if (m_keepDays->isChecked())
        account.retention.mode = RetentionPolicy::Mode::KeepDays;
    account.checkMinutes = m_minutes->value();
}
