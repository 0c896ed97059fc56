// SPDX-License-Identifier: GPL-3.0-or-later
//
// ForecastLine says what the next check would delete on the server under a policy, as it is being changed:
// one line, and a list behind "Show". GUI thread; the session does the counting.
#pragma once

#include "Account.h"
#include "Error.h"
#include "ServerMessage.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class MailSession;
class QLabel;
class QPushButton;

class ForecastLine : public QWidget
{
    Q_OBJECT
public:
    // `session` must outlive it.
    ForecastLine(MailSession &session, AccountId account, QWidget *parent = nullptr);

    // Asks anew, shortly after the last of several quick changes.
    void setPolicy(const RetentionPolicy &policy);
    // Of the policy that was set last; nothing while that is being found out, or when it could not be.
    const std::optional<RetentionForecast> &forecast() const { return m_forecast; }
    bool isAsking() const { return m_asking; }
    QString text() const;

Q_SIGNALS:
    // An answer is there, or will not come.
    void answered();

private:
    void ask();
    void showAnswer();
    void showList();

    MailSession &m_session;
    const AccountId m_account;
    RetentionPolicy m_policy;
    std::optional<RetentionForecast> m_forecast;
    std::optional<Error> m_error;
    QTimer m_timer;
    int m_number = 0; // of the question that counts
    bool m_asking = false;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_show;
};
