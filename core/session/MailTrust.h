// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailTrust is what the user can ask about who sent a message: whether its signatures are good, and to be
// taken off a mailing list. Nothing of it happens by itself. It belongs to a MailSession, whose body() judges
// each message without asking anybody, lives in the GUI thread and never blocks.
#pragma once

#include "Cancellation.h"
#include "Identifiers.h"
#include "MessageBody.h"
#include "Result.h"

#include <QHash>
#include <QObject>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <variant>

class MailSession;
class SecretStore;
struct SessionThreads;
struct TrustContext;
template <class Resource> class WorkerThread;

class MailTrust : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;

    // All must outlive it.
    MailTrust(const MailSession &session, SessionThreads &threads, SecretStore &secrets);
    ~MailTrust() override; // calls off what runs, and waits for it

    // What a judgement has to know of each account.
    QHash<AccountId, TrustContext> contexts() const;

    // Whether the GnuPG for this kind is installed.
    void canCheck(MessageSignature::Kind kind, QObject *context, std::function<void(bool)> done);
    // Verifies the signatures of a message of which `body` was shown, with the keys that the user has and
    // without the network. `done` gets the judgement with what came of it. A newer check ends older ones,
    // which are answered Cancelled; Timeout when GnuPG does not answer.
    void checkSignatures(MessageId message, const MessageBody &body, QObject *context,
                         Done<MessageTrust> done);
    // The same for a message that is not in the store, or is within another one.
    void checkSignatures(const QByteArray &message, const MessageBody &body, QObject *context,
                         Done<MessageTrust> done);

    // Tells the list's server (RFC 8058) that the user wants no more of it: one POST to
    // Unsubscription::oneClick, by the way that the mail of the message's account takes. The caller has asked
    // the user. ServerRefused for an answer that is no consent; a redirection is none.
    void unsubscribe(MessageId message, const QUrl &oneClick, QObject *context, Done<void> done);

    struct Limits {
        std::chrono::milliseconds signatures{20'000}; // for GnuPG, for all signatures of a message
        std::chrono::milliseconds unsubscribing{30'000};
        bool mayBePrivate = false; // tests have their servers on this computer
    };
    void setLimits(const Limits &limits) { m_limits = limits; }

private:
    using Thread = WorkerThread<std::monostate>;
    Thread &checks();
    void post(const QUrl &url, AccountId account, QObject *context, Done<void> done);

    const MailSession &m_session;
    SessionThreads &m_threads;
    SecretStore &m_secrets;
    Limits m_limits;
    Cancellation m_cancellation;
    std::atomic<quint64> m_newestCheck{0};
    std::unique_ptr<Thread> m_checks; // each made by its first use
    std::unique_ptr<Thread> m_requests;
};
