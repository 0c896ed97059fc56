// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorThread.h"

#include "AccountSecrets.h"
#include "ConnectionDoctor.h"

DoctorThread::DoctorThread(const Account &account, SignInSecrets given, SecretStore &secrets,
                           OAuthTokens &tokens)
    : m_account(account), m_given(std::move(given)), m_secrets(secrets), m_tokens(tokens)
{
    setObjectName(QStringLiteral("doctor"));
}

DoctorThread::~DoctorThread()
{
    cancel();
    wait();
}

void DoctorThread::run()
{
    auto secrets = accountSecrets(m_account, m_given, m_secrets, m_tokens, m_cancellation);
    if (!secrets && secrets.error().code == ErrorCode::Cancelled) {
        Q_EMIT diagnosed(Result<Diagnosis>(std::move(secrets.error())));
        return;
    }
    // Without its secrets the sign-in fails and says so; what comes before is worth knowing all the same.
    ConnectionDoctor doctor(m_account.server, secrets ? *secrets : m_given, m_cancellation,
                            [this](const DiagnosisStep &step) { Q_EMIT stepped(step); });
    Q_EMIT diagnosed(doctor.run());
}
