// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountWizard sets up a new account: it asks for address and password, looks for the server, shows what it
// found, signs in for real, and asks what happens with mail on the server. "Set up by hand" is always one
// click away; going back loses nothing. At its end the account is saved and checked, and the dialog is gone:
// the window shows how the mail comes. AccountSettings changes an account that exists. GUI thread.
#pragma once

#include "AccountDraft.h"
#include "Error.h"
#include "ServerProposal.h"
#include "SignInProblem.h"

#include <QDialog>

#include <optional>
#include <vector>

class AddressPage;
class FoundPage;
class LookingPage;
class MailSession;
class MessageBar;
class QLabel;
class QPushButton;
class QStackedWidget;
class ReadyPage;
class RetentionPage;
class ServerPage;
class SignInPage;

class AccountWizard : public QDialog
{
    Q_OBJECT
public:
    enum Page { Address, Looking, Found, Server, SignInTest, Retention, Ready };

    // `account` is what the fields begin with; its id is 0. `session` must outlive the dialog.
    AccountWizard(MailSession &session, const Account &account, QWidget *parent = nullptr);

    Page page() const;
    AddressPage &addressPage() { return *m_address; }
    LookingPage &lookingPage() { return *m_looking; }
    FoundPage &foundPage() { return *m_found; }
    ServerPage &serverPage() { return *m_server; }
    SignInPage &signInPage() { return *m_signIn; }
    RetentionPage &retentionPage() { return *m_retention; }
    ReadyPage &readyPage() { return *m_ready; }

public Q_SLOTS:
    void goOn();
    void goBack();
    void setUpByHand();
    void reject() override;

Q_SIGNALS:
    void accountSaved(const Account &account);
    // The user wants to begin in another way.
    void filesRequested();
    void withoutAccountRequested();

private:
    QWidget *buildFoot();
    void connectPages();
    void turnTo(Page page);
    void present(Page page);
    void updateTitles();
    void updateButtons();
    void takeFromPage(); // what its fields say, into the draft
    void leaveAddress();
    void leaveFound();
    void leaveServer();
    void askForConsents(const ServerProposal *proposal);
    void test();
    void takeStep(SignInProblem::Step step);
    void showCertificate();
    Account wanted() const;
    void save(const std::optional<QString> &storedSecret);
    void showProblem(const Error &error, bool withSecret);

    MailSession &m_session;
    AccountDraft m_draft;
    std::vector<Page> m_trail; // where "Back" leads, one after the other
    QLabel *m_title;
    QLabel *m_subtitle;
    MessageBar *m_problem;
    QStackedWidget *m_pages;
    AddressPage *m_address;
    LookingPage *m_looking;
    FoundPage *m_found;
    ServerPage *m_server;
    SignInPage *m_signIn;
    RetentionPage *m_retention;
    ReadyPage *m_ready;
    QPushButton *m_back = nullptr;
    QPushButton *m_byHand = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_next = nullptr;
    bool m_saving = false;
};
