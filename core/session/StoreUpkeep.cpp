// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreUpkeep.h"

#include "Log.h"
#include "MailSession.h"
#include "SessionThreads.h"

#include <QPointer>

namespace
{
// Changes come in bursts: what was marked in these seconds is one record.
constexpr int stateMilliseconds = 2000;
} // namespace

StoreUpkeep::StoreUpkeep(MailSession &session, SessionThreads &threads) : m_threads(threads)
{
    m_stateTimer.setSingleShot(true);
    m_stateTimer.setInterval(stateMilliseconds);
    connect(&m_stateTimer, &QTimer::timeout, this, &StoreUpkeep::writeState);
    connect(&session, &MailSession::flagsChanged, this, &StoreUpkeep::stateChanged);
    connect(&session, &MailSession::tagsChanged, this, &StoreUpkeep::stateChanged);
    connect(&session, &MailSession::messagesMoved, this, &StoreUpkeep::stateChanged);
    connect(&session, &MailSession::messagesRemoved, this, &StoreUpkeep::stateChanged);
    connect(&session, &MailSession::foldersChanged, this, &StoreUpkeep::stateChanged);
}

void StoreUpkeep::stateChanged()
{
    if (!m_stateTimer.isActive())
        m_stateTimer.start();
}

StoreUpkeep::~StoreUpkeep()
{
    cancelVerify();
}

void StoreUpkeep::writeState()
{
    m_threads.store.request([](MessageStore &store) { return store.writeState(); }, this,
                            [this](Result<bool> more) {
                                if (more && *more)
                                    return writeState();
                                if (!more)
                                    qCWarning(logStore)
                                        << "state could not be written yet:"
                                        << errorCodeName(more.error().code) << more.error().detail;
                            });
}

void StoreUpkeep::verify(QObject *context, Progress progress, Done<VerifyReport> done)
{
    m_verification = std::make_unique<Cancellation>();
    const QPointer<QObject> asker(context);
    const auto tell = [this, asker, progress = std::move(progress)](qint64 bytes, qint64 inAll) {
        QMetaObject::invokeMethod(this, [=] {
            if (asker && progress)
                progress(bytes, inAll);
        });
    };
    m_threads.longReader.request([tell, &cancellation = *m_verification](
                                     StoreReader &store) { return store.verify(tell, cancellation); },
                                 context, std::move(done));
}

void StoreUpkeep::cancelVerify()
{
    if (m_verification)
        m_verification->cancel();
}
