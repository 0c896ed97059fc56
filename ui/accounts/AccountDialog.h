// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountDialog sets up a new account: settings, a real sign-in test, what happens with mail on the server.
// Going back loses nothing. On its end the account is saved and checked. AccountSettings changes one that
// exists. GUI thread.
#pragma once

#include "Account.h"
#include "Error.h"

#include <QDialog>

#include <optional>

class MailSession;
class MessageBar;
class QLabel;
class QPushButton;
class QStackedWidget;
class RetentionPage;
class ServerPage;
class SignInPage;

class AccountDialog : public QDialog
{
    Q_OBJECT
public:
    enum Page { Server, SignInTest, Retention };

    // `account` is what the fields begin with; its id is 0. `session` must outlive the dialog.
    AccountDialog(MailSession &session, const Account &account, QWidget *parent = nullptr);

    Page page() const;
    ServerPage &serverPage() { return *m_server; }
    SignInPage &signInPage() { return *m_signIn; }
    RetentionPage &retentionPage() { return *m_retention; }

public Q_SLOTS:
    void goOn();
    void goBack();
    void reject() override;

Q_SIGNALS:
    void accountSaved(const Account &account);

private:
    QWidget *buildFoot();
    void turnTo(Page page);
    void leaveServerPage();
    void test();
    void updateButtons();
    void save();
    void saveWith(const std::optional<QString> &storedPassword);
    void showProblem(const Error &error, bool withPassword);

    MailSession &m_session;
    QLabel *m_title;
    QLabel *m_subtitle;
    MessageBar *m_problem;
    QStackedWidget *m_pages;
    ServerPage *m_server;
    SignInPage *m_signIn;
    RetentionPage *m_retention;
    QPushButton *m_back = nullptr;
    QPushButton *m_next = nullptr;
    bool m_saving = false;
};
