// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReadyPage.h"

#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "Theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

ReadyPage::ReadyPage(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel(this)), m_summary(new QLabel(this)), m_minutes(new QSpinBox(this)),
      m_atStart(new QCheckBox(tr("Also when Poplar &starts"), this))
{
    m_minutes->setRange(0, 1440);
    m_minutes->setSuffix(tr(" minutes"));
    m_minutes->setSpecialValueText(tr("only when I ask"));
    m_minutes->setAccessibleName(tr("Minutes between two checks"));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_summary, 1);
    auto *interval = new QHBoxLayout;
    auto *label = new QLabel(tr("Check for new mail &every"), this);
    label->setBuddy(m_minutes);
    interval->addWidget(label);
    interval->addWidget(m_minutes);
    interval->addStretch();
    auto *note = new QLabel(tr("All of this can be changed in the account's settings."), this);
    note->setFont(Fonts::small(font()));
    note->setForegroundRole(QPalette::PlaceholderText);
    note->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addSpacing(8);
    layout->addLayout(interval);
    layout->addWidget(m_atStart);
    layout->addWidget(note);
    layout->addStretch();
    setFocusProxy(m_minutes);
}

QString ReadyPage::retentionText(const RetentionPolicy &policy)
{
    if (policy.letsNothingGo())
        return tr("Your mail stays on the server.");
    if (policy.afterDownload)
        return tr("A message is deleted on the server when it is safely stored here.");
    RetentionPolicy deletedHere;
    deletedHere.whenInTrash = true;
    deletedHere.keepStarred = policy.keepStarred;
    if (deletedHere == policy)
        return tr("Your mail stays on the server until you delete it here.");
    RetentionPolicy days;
    days.hours = policy.hours;
    days.keepStarred = policy.keepStarred;
    if (policy.hours && days == policy && *policy.hours % 24 == 0)
        return tr("A message is deleted on the server after %n day(s). Your copy here stays.", nullptr,
                  *policy.hours / 24);
    return tr("Mail is deleted on the server by the rules that you have set. Your copies here stay.");
}

QString ReadyPage::amountText(const Account &account)
{
    for (const ReceiveRule &rule : account.receiveRules)
        if (rule.field == ReceiveRule::Field::Before && rule.action == ReceiveRule::Action::DoNotReceive)
            return tr("Mail from before %1 stays on the server. “Mail on the server” shows it, and gets what "
                      "you want of it.")
                .arg(QLocale().toString(rule.before, QLocale::LongFormat));
    if (account.download.headersOnly)
        return tr("Only the head of each message comes; the rest when you ask for it.");
    return {};
}

void ReadyPage::setSchedule(const CheckSchedule &schedule)
{
    m_minutes->setValue(schedule.minutes);
    m_atStart->setChecked(schedule.atStart);
}

void ReadyPage::describe(const Account &account, const std::optional<MailboxFacts> &facts)
{
    QStringList lines;
    const QString amount = amountText(account);
    if (facts && facts->messages > 0 && !amount.isEmpty())
        lines += tr("The mail comes to this computer now. You can read while it comes.");
    else if (facts && facts->messages > 0)
        lines += tr("%n message(s), %1, come to this computer now. You can read while they come.", nullptr,
                    facts->messages)
                     .arg(Formatting::size(facts->bytes));
    else if (facts)
        lines += tr("There is no mail on the server yet.");
    else
        lines +=
            tr("The account has not been tested. If something is wrong, Poplar says so at the first check.");
    if (!amount.isEmpty())
        lines += amount;
    lines += retentionText(account.retention);
    m_icon->setPixmap(facts ? Icons::pixmap(QStringLiteral("circle-check"), Theme::green(palette()), 32,
                                            devicePixelRatioF())
                            : Icons::pixmap(QStringLiteral("circle-alert"), Theme::amber(palette()), 32,
                                            devicePixelRatioF()));
    m_summary->setText(lines.join(QLatin1Char('\n')));
}

void ReadyPage::applyTo(Account &account) const
{
    account.schedule.minutes = m_minutes->value();
    account.schedule.atStart = m_atStart->isChecked();
}
