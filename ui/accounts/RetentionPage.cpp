// SPDX-License-Identifier: GPL-3.0-or-later
#include "RetentionPage.h"

#include "ChoiceCard.h"
#include "Fonts.h"
#include "Formatting.h"
#include "RecentMode.h"
#include "RetentionRules.h"
#include "ServerExpiry.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace
{
constexpr qint64 limitUnit = 1'000'000;
constexpr int usualLimit = 10;
constexpr int usualRecentDays = 90;

// Days begin where the servers are, and not here: see ReceiveRule::before.
QDate today()
{
    return QDateTime::currentDateTimeUtc().date();
}

bool leavesOldMail(const ReceiveRule &rule)
{
    return rule.field == ReceiveRule::Field::Before && rule.action == ReceiveRule::Action::DoNotReceive;
}

// Whether one of the three cards says it.
bool fitsCards(const RetentionPolicy &policy)
{
    RetentionPolicy simple;
    simple.keepStarred = policy.keepStarred;
    simple.whenInTrash = policy.whenInTrash;
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
      m_whenInTrash(new QCheckBox(tr("Delete on the server, &too, what I delete here"), this)),
      m_portions(
          new QLabel(tr("Gmail decides by its own settings what happens with mail that was fetched, whatever "
                        "is chosen here: Settings, Forwarding and POP/IMAP."),
                     this)),
      m_amount(new QComboBox(this)), m_recent(new QSpinBox(this)), m_limit(new QSpinBox(this))
{
    m_days->setRange(1, 3650);
    m_days->setValue(30);
    m_days->setSuffix(tr(" days"));
    m_days->setAccessibleName(tr("Days to keep mail on the server"));
    m_keepDays->setTrailing(m_days);
    m_portions->setWordWrap(true);
    m_portions->setFont(Fonts::small(font()));
    m_portions->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(buildCards());
    m_stack->addWidget(m_rules);
    m_more->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_stack, 1);
    layout->addWidget(buildAmount());
    connect(m_days, &QSpinBox::valueChanged, this, [this] {
        if (m_keepDays->isEnabled())
            describeKeeping();
    });
    connect(m_more, &QPushButton::clicked, this, [this] { showRules(m_stack->currentWidget() != m_rules); });
    setAccount(Account());
    setFacts(std::nullopt);
}

QWidget *RetentionPage::buildAmount()
{
    auto *row = new QWidget(this);
    m_amount->addItem({}, Everything);
    m_amount->addItem(tr("only the mail of the last"), Recent);
    m_amount->addItem(tr("the beginning of messages above"), Beginnings);
    m_amount->addItem(tr("only the head of every message"), Heads);
    m_amount->setAccessibleName(tr("How much of the mail to get"));
    m_recent->setRange(1, 3650);
    m_recent->setValue(usualRecentDays);
    m_recent->setSuffix(tr(" days"));
    m_recent->setAccessibleName(tr("Days whose mail is fetched"));
    m_recent->setToolTip(tr("Older mail stays on the server, where “Mail on the server” shows it."));
    m_recent->setAccessibleDescription(m_recent->toolTip());
    m_limit->setRange(1, 100'000);
    m_limit->setValue(usualLimit);
    m_limit->setSuffix(tr(" MB"));
    m_limit->setAccessibleName(tr("Size above which only the beginning is fetched"));
    auto *label = new QLabel(tr("&Get"), row);
    label->setBuddy(m_amount);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(label);
    layout->addWidget(m_amount);
    layout->addWidget(m_recent);
    layout->addWidget(m_limit);
    layout->addStretch();
    layout->addWidget(m_more);
    connect(m_amount, &QComboBox::currentIndexChanged, this, &RetentionPage::followAmount);
    return row;
}

QWidget *RetentionPage::buildCards()
{
    auto *cards = new QWidget(this);
    auto *layout = new QVBoxLayout(cards);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    for (ChoiceCard *card : {m_keep, m_keepDays, m_remove}) {
        layout->addWidget(card);
        connect(card, &QRadioButton::toggled, this, [this] {
            m_days->setEnabled(m_keepDays->isChecked());
            m_whenInTrash->setEnabled(!m_remove->isChecked());
        });
    }
    layout->addWidget(m_whenInTrash);
    layout->addWidget(m_portions);
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
    m_whenInTrash->setChecked(account.retention.whenInTrash);
    const DownloadPolicy &download = account.download;
    const auto recent = std::find_if(account.receiveRules.begin(), account.receiveRules.end(), leavesOldMail);
    const bool isRecent = recent != account.receiveRules.end();
    m_amount->setCurrentIndex(download.headersOnly     ? Heads
                              : download.sizeLimit > 0 ? Beginnings
                              : isRecent               ? Recent
                                                       : Everything);
    m_recent->setValue(isRecent ? int(recent->before.daysTo(today())) : usualRecentDays);
    m_limit->setValue(download.sizeLimit > 0 ? int(qMax<qint64>(1, download.sizeLimit / limitUnit))
                                             : usualLimit);
    setFacts(std::nullopt, account.server);
    showRules(!fitsCards(account.retention));
    m_rules->setPolicy(account.retention);
}

void RetentionPage::setFacts(const std::optional<MailboxFacts> &facts, const ServerSettings &server)
{
    m_isGmail = recentModeOf(server) != RecentMode::None;
    m_portions->setVisible(m_isGmail);
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
    m_whenInTrash->setEnabled(!removes);
    setFocusProxy(removes ? m_remove : (m_wished.hours ? m_keepDays : m_keep));
    showAmount(facts);
}

// Without TOP there is no part of a message to be had.
void RetentionPage::showAmount(const std::optional<MailboxFacts> &facts)
{
    m_amount->setItemText(Everything, facts ? tr("everything (%1)").arg(Formatting::size(facts->bytes))
                                            : tr("everything"));
    const bool hasParts = !facts || facts->top;
    if (!hasParts)
        m_amount->setCurrentIndex(Everything);
    m_amount->setEnabled(hasParts);
    m_amount->setToolTip(hasParts ? QString() : tr("This server sends whole messages only."));
    m_amount->setAccessibleDescription(m_amount->toolTip());
    followAmount();
}

void RetentionPage::followAmount()
{
    m_recent->setVisible(m_amount->currentIndex() == Recent);
    m_limit->setVisible(m_amount->currentIndex() == Beginnings);
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
            return m_isGmail ? tr(" The server says that it keeps nothing. Gmail says so to everybody, and "
                                  "keeps its mail.")
                             : tr(" The server says that it keeps nothing that was fetched.");
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
    policy.whenInTrash = m_whenInTrash->isChecked() && !policy.afterDownload;
    if (m_keepDays->isChecked())
        policy.hours = m_days->value() * 24;
    return policy;
}

void RetentionPage::applyTo(Account &account) const
{
    account.retention = m_stack->currentWidget() == m_rules ? m_rules->policy() : cardPolicy();
    std::erase_if(account.receiveRules, leavesOldMail);
    if (m_amount->currentIndex() == Recent) {
        ReceiveRule rule;
        rule.field = ReceiveRule::Field::Before;
        rule.before = today().addDays(-m_recent->value());
        account.receiveRules.push_back(rule); // what the user wants all the same comes before it
    }
    account.download.headersOnly = m_amount->currentIndex() == Heads;
    account.download.sizeLimit = m_amount->currentIndex() == Beginnings ? m_limit->value() * limitUnit : 0;
}
