// SPDX-License-Identifier: GPL-3.0-or-later
#include "RetentionPage.h"

#include "ChoiceCard.h"
#include "RetentionRules.h"
#include "ServerExpiry.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace
{
// Whether one of the three cards says it.
bool fitsCards(const RetentionPolicy &policy)
{
    RetentionPolicy simple;
    simple.keepStarred = policy.keepStarred;
    simple.afterDownload = policy.afterDownload;
    if (!policy.afterDownload && policy.hours.value_or(0) % 24 == 0)
        simple.hours = policy.hours;
    return simple == policy;
}
} // namespace

RetentionPage::RetentionPage(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget(this)), m_rules(new RetentionRules(this)),
      m_more(new QPushButton(this)), m_keep(new ChoiceCard(tr("&Keep it on the server"), this)),
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
    m_stack->addWidget(buildCards());
    m_stack->addWidget(m_rules);
    m_more->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_stack, 1);
    auto *interval = new QHBoxLayout;
    auto *label = new QLabel(tr("Check for new mail every"), this);
    label->setBuddy(m_minutes);
    interval->addWidget(label);
    interval->addWidget(m_minutes);
    interval->addStretch();
    interval->addWidget(m_more);
    layout->addLayout(interval);
    connect(m_days, &QSpinBox::valueChanged, this, [this] {
        if (m_keepDays->isEnabled())
            describeKeeping();
    });
    connect(m_more, &QPushButton::clicked, this, [this] { showRules(m_stack->currentWidget() != m_rules); });
    setAccount(Account());
    setFacts(std::nullopt);
}

QWidget *RetentionPage::buildCards()
{
    auto *cards = new QWidget(this);
    auto *layout = new QVBoxLayout(cards);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (ChoiceCard *card : {m_keep, m_keepDays, m_remove}) {
        layout->addWidget(card);
        connect(card, &QRadioButton::toggled, this, [this] { m_days->setEnabled(m_keepDays->isChecked()); });
    }
    layout->addStretch();
    connect(m_keep, &QRadioButton::clicked, this, [this] { m_wished = {}; });
    connect(m_keepDays, &QRadioButton::clicked, this, [this] {
        m_wished = {};
        m_wished.hours = m_days->value() * 24;
    });
    connect(m_remove, &QRadioButton::clicked, this, [this] {
        m_wished = {};
        m_wished.afterDownload = true;
    });
    return cards;
}

void RetentionPage::showRules(bool rules)
{
    if (rules && m_stack->currentWidget() != m_rules)
        m_rules->setPolicy(cardPolicy());
    m_stack->setCurrentWidget(rules ? static_cast<QWidget *>(m_rules) : m_stack->widget(0));
    m_more->setText(rules ? tr("Fewer &choices") : tr("More &choices…"));
}

void RetentionPage::setAccount(const Account &account)
{
    m_wished = account.retention;
    m_days->setValue(account.retention.hours.value_or(30 * 24) / 24);
    m_minutes->setValue(account.schedule.minutes);
    setFacts(std::nullopt);
    showRules(!fitsCards(account.retention));
    m_rules->setPolicy(account.retention);
}

void RetentionPage::setFacts(const std::optional<MailboxFacts> &facts)
{
    m_expireDays = facts ? facts->expireDays : std::nullopt;
    const bool canKeep = !facts || facts->uidl;
    m_keep->setEnabled(canKeep);
    m_keepDays->setEnabled(canKeep);
    m_rules->setCanKeep(canKeep);
    if (canKeep) {
        describeKeeping();
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
    const bool removes = !canKeep || m_wished.afterDownload;
    m_remove->setChecked(removes);
    m_keepDays->setChecked(!removes && m_wished.hours);
    m_keep->setChecked(!removes && !m_wished.hours);
    m_days->setEnabled(m_keepDays->isChecked());
    setFocusProxy(removes ? m_remove : (m_wished.hours ? m_keepDays : m_keep));
}

// R67: what the server says of its own deletions is worth a warning.
void RetentionPage::describeKeeping()
{
    RetentionPolicy days;
    days.hours = m_days->value() * 24;
    const auto warning = [this](const RetentionPolicy &policy) {
        if (!serverRemovesFirst(policy, m_expireDays))
            return QString();
        if (*m_expireDays == 0)
            return tr(" The server says that it keeps nothing. Gmail says so too, and keeps its mail.");
        return tr(" The server itself may remove mail after %n day(s).", nullptr, *m_expireDays);
    };
    const QString forever = warning({});
    m_keep->setDescription(tr("Other devices can still get it.") +
                           (forever.isEmpty() ? tr(" Nothing is ever deleted on the server.") : forever));
    m_keepDays->setDescription(tr("After that it is deleted on the server. Your copy here stays.") +
                               warning(days));
}

RetentionPolicy RetentionPage::cardPolicy() const
{
    RetentionPolicy policy;
    policy.keepStarred = m_rules->policy().keepStarred;
    policy.afterDownload = m_remove->isChecked();
    if (m_keepDays->isChecked())
        policy.hours = m_days->value() * 24;
    return policy;
}

void RetentionPage::applyTo(Account &account) const
{
    account.retention = m_stack->currentWidget() == m_rules ? m_rules->policy() : cardPolicy();
    account.schedule.minutes = m_minutes->value();
}
