// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiscoveryThread runs a DiscoveryRun, and so keeps its waiting out of the GUI thread. Made, cancelled and
// destroyed there; the signals arrive there.
#pragma once

#include "Cancellation.h"
#include "DiscoveryEnvironment.h"
#include "ServerProposal.h"

#include <QThread>

#include <vector>

class DiscoveryThread final : public QThread
{
    Q_OBJECT
public:
    DiscoveryThread(const QString &email, bool mayAskIspdb, const DiscoveryEnvironment &environment);
    ~DiscoveryThread() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }

Q_SIGNALS:
    void stepped(const DiscoveryStep &step);
    // Also after a cancel, with what was found until then. InvalidArgument for what is no address; errors of
    // DiscoveryRun.
    void discovered(const Result<std::vector<ServerProposal>> &proposals);

protected:
    void run() override;

private:
    const QString m_email;
    const bool m_mayAskIspdb;
    const DiscoveryEnvironment m_environment;
    Cancellation m_cancellation;
};
