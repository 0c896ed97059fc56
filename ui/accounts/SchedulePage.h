// SPDX-License-Identifier: GPL-3.0-or-later
//
// SchedulePage asks when an account is checked by itself: how often, at the start, in which hours not, and
// whether it takes part when all are checked. GUI thread; values in, values out.
#pragma once

#include "Account.h"

#include <QWidget>

class QBoxLayout;
class QCheckBox;
class QSpinBox;
class QTimeEdit;

class SchedulePage : public QWidget
{
    Q_OBJECT
public:
    explicit SchedulePage(QWidget *parent = nullptr);

    void setAccount(const Account &account);
    void applyTo(Account &account) const;

private:
    QTimeEdit *newTime(const QString &name);
    void addWithNote(QBoxLayout &layout, QCheckBox *box, const QString &note);
    void follow();

    QSpinBox *m_minutes;
    QCheckBox *m_atStart;
    QCheckBox *m_quiet;
    QTimeEdit *m_from;
    QTimeEdit *m_until;
    QCheckBox *m_withAll;
    QCheckBox *m_enabled;
};
