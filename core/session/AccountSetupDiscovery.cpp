// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"

#include "AccountSetupPrivate.h"

#include <QPointer>

void AccountSetup::discover(const DiscoveryWish &wish, QObject *context,
                            std::function<void(const DiscoveryStep &)> step,
                            Done<std::vector<ServerProposal>> done)
{
    d->discovery.reset();
    DiscoveryEnvironment environment = d->environment;
    environment.proxy = wish.proxy;
    environment.proxyPassword = wish.proxyPassword;
    d->discovery = std::make_unique<DiscoveryThread>(wish.email, wish.mayAskIspdb, environment);
    DiscoveryThread *const thread = d->discovery.get();
    // What an older one has sent off before it was ended may still be on its way.
    const auto isHeard = [this, asker = QPointer<QObject>(context), ticket = ++d->newestDiscovery] {
        return asker && ticket == d->newestDiscovery;
    };
    connect(thread, &DiscoveryThread::stepped, this, [isHeard, step = std::move(step)](const auto &made) {
        if (step && isHeard())
            step(made);
    });
    connect(thread, &DiscoveryThread::discovered, this, [isHeard, done = std::move(done)](const auto &found) {
        if (isHeard())
            done(found);
    });
    thread->start();
}

void AccountSetup::cancelDiscovery()
{
    if (d->discovery)
        d->discovery->cancel();
}

void AccountSetup::setDiscoveryEnvironment(const DiscoveryEnvironment &environment)
{
    d->environment = environment;
}
