// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSessionPrivate.h"

void MailSession::diagnose(const ServerSettings &server, const QString &password, AccountId account,
                           QObject *context, std::function<void(const DiagnosisStep &)> step,
                           Done<Diagnosis> done, const QString &proxyPassword)
{
    const Account *const known = d->find(account);
    Account tried = known ? *known : Account();
    tried.server = server;
    SignInSecrets secrets;
    secrets.password = password.isEmpty() ? d->sessionPasswords.value(account) : password;
    secrets.proxyPassword = proxyPassword;
    d->doctor = std::make_unique<DoctorThread>(tried, std::move(secrets), d->secrets, d->tokens);
    if (step)
        connect(d->doctor.get(), &DoctorThread::stepped, context, std::move(step));
    connect(d->doctor.get(), &DoctorThread::diagnosed, context, std::move(done));
    d->desk->whenFree(account, [doctor = QPointer<DoctorThread>(d->doctor.get())] {
        if (doctor)
            doctor->start();
    });
}

void MailSession::cancelDiagnosis()
{
    if (d->doctor)
        d->doctor->cancel();
}
