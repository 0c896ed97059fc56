// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountNotice is the strip that asks for something an account needs to get mail: a password, a look at the
// server's certificate or connection, or a change of its settings. It never stops anybody; it goes when the
// account has been checked without that error. GUI thread.
#pragma once

#include "FetchReport.h"
#include "MessageBar.h"
#include "Result.h"

#include <map>

class MailSession;
class PasswordDialog;

class AccountNotice : public MessageBar
{
    Q_OBJECT
public:
    explicit AccountNotice(MailSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void settingsRequested(AccountId account);
    void diagnosisRequested(AccountId account);
    void certificateRequested(AccountId account, const Error &error);

private:
    void take(const FetchReport &report);
    void showNext();
    void askForPassword();
    void usePassword(const PasswordDialog &dialog);
    // The provider's page in the browser, for an account that signs in by it.
    void askProvider();
    void takeAnswer(AccountId account, const Result<void> &signedIn);

    MailSession &m_session;
    std::map<AccountId, Error> m_waiting;
    AccountId m_shown = 0;
    AccountId m_asked = 0; // whose provider's page is in the browser
};
