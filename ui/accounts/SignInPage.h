// SPDX-License-Identifier: GPL-3.0-or-later
//
// SignInPage signs in for real and says what it found: how much mail there is and what the server can do, or
// what went wrong and what to do about it. Where the provider gives its permission in the browser it waits
// for that first. GUI thread; the session does the work.
#pragma once

#include "AccountDraft.h"
#include "MailboxFacts.h"
#include "Result.h"
#include "SignInProblem.h"

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
    ~SignInPage() override;

    // `provider` is whose server it is, where that is known; it lives as long as the program.
    void start(const AccountDraft &draft, const MailProvider *provider = nullptr);
    // Ends a running test; its result does not count any more.
    void stop();
    bool isRunning() const { return m_running; }
    // What the last test found; nothing while it runs or when it failed.
    const std::optional<MailboxFacts> &facts() const { return m_facts; }
    // What it ended with; nothing while it runs or when it went well.
    const std::optional<Error> &error() const { return m_error; }
    // That the browser gave; empty where it gave none.
    const QString &refreshToken() const { return m_draft.refreshToken; }
    void showResult(const Result<MailboxFacts> &result);

    static QString factsText(const MailboxFacts &facts, const ServerSettings &server = {});
    // The same for experts.
    static QString abilitiesText(const MailboxFacts &facts);

Q_SIGNALS:
    void finished();
    // The test has failed, and the user wants to go on there.
    void stepRequested(SignInProblem::Step step);
    void diagnosisRequested();

private:
    void build();
    void ask(); // in the browser
    void openBrowser(const QUrl &page);
    void test();
    void showProblem(const Error &error);
    void showState(const QString &icon, const QColor &color, const QString &title, const QString &text,
                   const QString &small);
    void showButtons();

    MailSession &m_session;
    AccountDraft m_draft;
    const MailProvider *m_provider = nullptr;
    std::optional<MailboxFacts> m_facts;
    std::optional<Error> m_error;
    SignInProblem m_problem;
    QUrl m_browserPage; // while the user's answer is awaited
    int m_number = 0;   // of the test that counts
    bool m_running = false;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_small;
    QProgressBar *m_progress;
    QPushButton *m_stop;
    QPushButton *m_browser;
    QPushButton *m_copy;
    QPushButton *m_page;
    QPushButton *m_step;
    QPushButton *m_again;
    QPushButton *m_doctor;
};
