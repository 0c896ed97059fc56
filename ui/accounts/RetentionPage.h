// SPDX-License-Identifier: GPL-3.0-or-later
//
// RetentionPage asks for a new account what happens on the server with mail that is safely here, and how much
// of it comes here: three cards, and behind "More choices" all the rules. Choices that the server makes
// impossible are disabled and say why. GUI thread; values in, values out.
#pragma once

#include "Account.h"
#include "MailboxFacts.h"

#include <QWidget>

#include <optional>

class ChoiceCard;
class RetentionRules;
class QCheckBox;
class QComboBox;
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
    // What was found out about the mailbox, and whose it is; what the user has chosen stays.
    void setFacts(const std::optional<MailboxFacts> &facts, const ServerSettings &server = {});
    // Writes what stays on the server and what comes here into the account.
    void applyTo(Account &account) const;

private:
    enum Amount { Everything, Recent, Beginnings, Heads };

    QWidget *buildCards();
    QWidget *buildAmount();
    void showAmount(const std::optional<MailboxFacts> &facts);
    void followAmount();
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
    QCheckBox *m_whenInTrash;
    QLabel *m_portions; // what Gmail does with all of this
    QComboBox *m_amount;
    QSpinBox *m_recent; // days
    QSpinBox *m_limit;  // megabytes
    RetentionPolicy m_wished;
    bool m_isGmail = false;
    std::optional<int> m_expireDays; // what the server says of its own deletions
};
