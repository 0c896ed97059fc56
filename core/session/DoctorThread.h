// SPDX-License-Identifier: GPL-3.0-or-later
//
// DoctorThread runs a ConnectionDoctor in a thread of its own. Made, cancelled and destroyed in the GUI
// thread; the signals arrive there.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "Diagnosis.h"
#include "Result.h"
#include "ServerSignIn.h"

#include <QThread>

class OAuthTokens;
class SecretStore;

class DoctorThread final : public QThread
{
    Q_OBJECT
public:
    // `account` has the settings to try; secrets that `given` lacks are read under its uuid, if it has one.
    // `secrets` may be shared; it and `tokens` must outlive the thread.
    DoctorThread(const Account &account, SignInSecrets given, SecretStore &secrets, OAuthTokens &tokens);
    ~DoctorThread() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }

Q_SIGNALS:
    void stepped(const DiagnosisStep &step);
    // An error only where the secrets could not be read.
    void diagnosed(const Result<Diagnosis> &diagnosis);

protected:
    void run() override;

private:
    const Account m_account;
    const SignInSecrets m_given;
    SecretStore &m_secrets;
    OAuthTokens &m_tokens;
    Cancellation m_cancellation;
};
