// SPDX-License-Identifier: GPL-3.0-or-later
#include "OpeningWatch.h"

#include "MessageText.h"
#include "RecoveryText.h"
#include "StoreUpkeep.h"
#include "Terminal.h"

OpeningWatch::OpeningWatch(StoreUpkeep &upkeep, bool isQuiet, QObject *parent)
    : QObject(parent), m_upkeep(upkeep), m_isProgressShown(terminal::isProgressWanted(isQuiet))
{
    connect(&upkeep, &StoreUpkeep::catalogueRecovered, this, [this](const CatalogueRecovery &recovery) {
        if (m_isProgressShown)
            terminal::showProgress({});
        terminal::complain(recoverySentence(recovery));
    });
    if (!m_isProgressShown)
        return;
    connect(&upkeep, &StoreUpkeep::openProgressed, this, [](qint64 done, qint64 inAll) {
        terminal::showProgress(QStringLiteral("reading the stored mail, %1 of %2")
                                   .arg(messageText::size(done), messageText::size(inAll)));
    });
    connect(&upkeep, &StoreUpkeep::summariesProgressed, this, [](qint64 done, qint64 inAll) {
        terminal::showProgress(
            done == inAll
                ? QString()
                : QStringLiteral("reading subjects and senders, %1 of %2 messages").arg(done).arg(inAll));
    });
}

void OpeningWatch::afterSummaries(const std::function<void()> &next)
{
    if (!m_upkeep.isSummarising())
        return next();
    // Queued: whoever is called may end the session.
    connect(
        &m_upkeep, &StoreUpkeep::summarised, this,
        [this, next] {
            disconnect(&m_upkeep, &StoreUpkeep::summarised, this, nullptr);
            next();
        },
        Qt::QueuedConnection);
}
