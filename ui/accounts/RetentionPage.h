// SPDX-License-Identifier: GPL-3.0-or-later
//
// RetentionPage asks what happens on the server with mail that is safely here, and how often to check.
// Choices that the server makes impossible are disabled and say why. GUI thread; values in, values out.
#pragma once

#include "Account.h"
#include "MailboxFacts.h"

#include <QWidget>

#include <optional>

class ChoiceCard;
class QLabel;
class QSpinBox;

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
    ChoiceCard *m_keep;
    ChoiceCard *m_keepDays;
    ChoiceCard *m_remove;
    QSpinBox *m_days;
    QSpinBox *m_minutes;
    RetentionPolicy::Mode m_wished = RetentionPolicy::Mode::Keep;
};
