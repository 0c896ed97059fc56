// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignInPage signs in for real and says what it found: how much mail there is and what the server can do, or
// what went wrong and what to do about it. GUI thread; the session does the work.
#pragma once

#include "Account.h"
#include "MailboxFacts.h"
#include "Result.h"

#include <QWidget>

#include <optional>

class MailSession;
class QLabel;
class QProgressBar;
class QPushButton;

class SignInPage : public QWidget
{
    Q_OBJECT
public:
    explicit SignInPage(MailSession &session, QWidget *parent = nullptr);

    void start(const ServerSettings &server, const QString &password, const QString &proxyPassword = {});
    // Ends a running test; its result does not count any more.
    void stop();
    bool isRunning() const { return m_running; }
    // What the last test found; nothing while it runs or when it failed.
    const std::optional<MailboxFacts> &facts() const { return m_facts; }
    void showResult(const Result<MailboxFacts> &result);

    static QString factsText(const MailboxFacts &facts);
    // The same for experts.
    static QString abilitiesText(const MailboxFacts &facts);

Q_SIGNALS:
    void finished();
    void diagnosisRequested(); // the test has failed, and the user wants to know where

private:
    void showState(const QString &icon, const QColor &color, const QString &title, const QString &text,
                   const QString &small);

    MailSession &m_session;
    ServerSettings m_server;
    QString m_password;
    QString m_proxyPassword;
    std::optional<MailboxFacts> m_facts;
    int m_number = 0; // of the test that counts
    bool m_running = false;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_small;
    QProgressBar *m_progress;
    QPushButton *m_stop;
    QPushButton *m_again;
    QPushButton *m_doctor;
};
