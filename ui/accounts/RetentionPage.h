// SPDX-License-Identifier: GPL-3.0-or-later
//
// RetentionPage asks for a new account what happens on the server with mail that is safely here, and how
// often to check: three cards, and behind "More choices" all the rules. Choices that the server makes
// impossible are disabled and say why. GUI thread; values in, values out.
#pragma once

#include "Account.h"
#include "MailboxFacts.h"

#include <QWidget>

#include <optional>

class ChoiceCard;
class RetentionRules;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;

class RetentionPage : public QWidget
{
    Q_OBJECT
public:
    explicit RetentionPage(QWidget *parent = nullptr);

    void setAccount(const Account &account);
    void setFacts(const std::optional<MailboxFacts> &facts);
    // Writes policy and interval into the account.
    void applyTo(Account &account) const;

private:
    QWidget *buildCards();
    void showRules(bool rules);
    void describeKeeping();
    RetentionPolicy cardPolicy() const;

    QStackedWidget *m_stack;
    RetentionRules *m_rules;
    QPushButton *m_more;
    ChoiceCard *m_keep;
    ChoiceCard *m_keepDays;
    ChoiceCard *m_remove;
    QSpinBox *m_days;
    QSpinBox *m_minutes;
    RetentionPolicy m_wished;
    std::optional<int> m_expireDays; // what the server says of its own deletions
};
