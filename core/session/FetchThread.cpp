// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchThread.h"

#include "MimeMessage.h"
#include "SecretStore.h"

FetchThread::FetchThread(FetchJob job, StoreThread &storeThread,
                         std::function<void(std::vector<MessageSummary>)> stored, SecretStore &secrets,
                         const Clock &clock, QObject *parent)
    : QThread(parent), m_job(std::move(job)), m_storeThread(storeThread), m_stored(std::move(stored)),
      m_secrets(secrets), m_clock(clock)
{
    setObjectName(QStringLiteral("fetch"));
    setStackSize(parseStackBytes);
}

FetchThread::~FetchThread()
{
    cancel();
    wait();
}

void FetchThread::run()
{
    FetchReport report;
    report.account = m_job.account.id;
    report.accountName = m_job.account.name;
    report.finishedAt = m_clock.now();
    auto secret = password();
    if (!secret) {
        report.error = std::move(secret.error());
    } else {
        m_job.password = std::move(*secret);
        StoreSink sink(m_storeThread, m_stored);
        FetchRun run(m_job, sink, m_clock, m_cancellation,
                     [this](const FetchProgress &progress) { Q_EMIT progressed(progress); });
        report = run.run();
    }
    Q_EMIT reported(report);
}

Result<QString> FetchThread::password()
{
    if (!m_job.password.isEmpty())
        return m_job.password;
    auto secret = m_secrets.read(m_job.account.uuid, m_cancellation);
    if (!secret && secret.error().code != ErrorCode::Cancelled)
        secret.error().code = ErrorCode::CredentialsMissing;
    return secret;
}
