// SPDX-License-Identifier: GPL-3.0-or-later
#include "KeychainSecrets.h"

#include <QCoreApplication>
#include <QThread>

#include <qt6keychain/keychain.h>

#include <atomic>
#include <future>
#include <memory>

namespace
{
const QString service = QStringLiteral("Poplar");

Result<void> outcome(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::EntryNotFound:
        return failure(ErrorCode::NotFound, job.key());
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return failure(ErrorCode::CredentialsMissing, job.errorString());
    default:
        return failure(ErrorCode::Unsupported, job.errorString());
    }
}

// One answer for the thread that waits: the job's or the cancel's, whichever comes first.
template <class Value> class Answer
{
public:
    void give(Value value)
    {
        if (!m_given.exchange(true))
            m_promise.set_value(std::move(value));
    }
    Value wait() { return m_promise.get_future().get(); }

private:
    std::atomic<bool> m_given{false};
    std::promise<Value> m_promise;
};

// QtKeychain's jobs want the application's event loop, so the job runs there while this thread waits. A
// cancel must end the wait, or the application could not end while its keychain asks for a password.
template <class Value, class Make> Value inApplicationThread(Cancellation &cancellation, Make make)
{
    Q_ASSERT(QThread::currentThread() != QCoreApplication::instance()->thread());
    const auto answer = std::make_shared<Answer<Value>>();
    const Cancellation::Listener listener(cancellation, [answer] {
        answer->give(Error{ErrorCode::Cancelled, {}, {}, {}, {}});
    });
    QMetaObject::invokeMethod(QCoreApplication::instance(), [answer, make] {
        QKeychain::Job *const job = make();
        job->setInsecureFallback(false);
        QObject::connect(job, &QKeychain::Job::finished, job, [answer](QKeychain::Job *finished) {
            auto result = outcome(*finished);
            if constexpr (std::is_same_v<Value, Result<QString>>) {
                if (!result)
                    answer->give(std::move(result.error()));
                else
                    answer->give(static_cast<QKeychain::ReadPasswordJob *>(finished)->textData());
            } else {
                answer->give(std::move(result));
            }
        });
        job->start();
    });
    return answer->wait();
}
} // namespace

Result<QString> KeychainSecrets::read(const QString &key, Cancellation &cancellation)
{
    return inApplicationThread<Result<QString>>(cancellation, [key] {
        auto *const job = new QKeychain::ReadPasswordJob(service);
        job->setKey(key);
        return job;
    });
}

Result<void> KeychainSecrets::write(const QString &key, const QString &secret, Cancellation &cancellation)
{
    return inApplicationThread<Result<void>>(cancellation, [key, secret] {
        auto *const job = new QKeychain::WritePasswordJob(service);
        job->setKey(key);
        job->setTextData(secret);
        return job;
    });
}

Result<void> KeychainSecrets::remove(const QString &key, Cancellation &cancellation)
{
    return inApplicationThread<Result<void>>(cancellation, [key] {
        auto *const job = new QKeychain::DeletePasswordJob(service);
        job->setKey(key);
        return job;
    });
}
