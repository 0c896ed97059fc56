// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiscoveryThread.h"

#include "DiscoveryRun.h"

DiscoveryThread::DiscoveryThread(const QString &email, bool mayAskIspdb,
                                 const DiscoveryEnvironment &environment)
    : m_email(email), m_mayAskIspdb(mayAskIspdb), m_environment(environment)
{
    setObjectName(QStringLiteral("discovery"));
}

DiscoveryThread::~DiscoveryThread()
{
    cancel();
    wait();
}

void DiscoveryThread::run()
{
    const auto address = parseMailAddress(m_email);
    if (!address) {
        Q_EMIT discovered(Result<std::vector<ServerProposal>>(address.error()));
        return;
    }
    DiscoveryRun run(*address, m_mayAskIspdb, m_environment,
                     [this](const DiscoveryStep &step) { Q_EMIT stepped(step); });
    Q_EMIT discovered(run.run(m_cancellation));
}
