// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReadyPage is the end of the wizard: what will happen now, and how often Poplar looks for new mail from then
// on. GUI thread; values in, values out.
#pragma once

#include "Account.h"
#include "MailboxFacts.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QSpinBox;

class ReadyPage : public QWidget
{
    Q_OBJECT
public:
    explicit ReadyPage(QWidget *parent = nullptr);

    void setSchedule(const CheckSchedule &schedule);
    // Says what will happen. `facts` of the test; none where it failed.
    void describe(const Account &account, const std::optional<MailboxFacts> &facts);
    // Writes the schedule into the account.
    void applyTo(Account &account) const;

    // What comes of the mail that is there, in a sentence; empty: all of it.
    static QString amountText(const Account &account);
    // What becomes of mail on the server, in a sentence.
    static QString retentionText(const RetentionPolicy &policy);

private:
    QLabel *m_icon;
    QLabel *m_summary;
    QSpinBox *m_minutes;
    QCheckBox *m_atStart;
};
