// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthThread is one errand to a provider's authorization server, which blocks, in a thread of its own. Made,
// cancelled and destroyed in the GUI thread.
#pragma once

#include "Cancellation.h"

#include <QThread>

#include <functional>

class OAuthThread final : public QThread
{
public:
    using Work = std::function<void(Cancellation &)>;

    explicit OAuthThread(Work work) : m_work(std::move(work)) { setObjectName(QStringLiteral("OAuth")); }
    // Cancels and waits.
    ~OAuthThread() override
    {
        cancel();
        wait();
    }

    void cancel() { m_cancellation.cancel(); }

protected:
    void run() override { m_work(m_cancellation); }

private:
    const Work m_work;
    Cancellation m_cancellation;
};
