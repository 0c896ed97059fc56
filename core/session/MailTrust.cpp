// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailTrust.h"

#include "AccountProxy.h"
#include "HttpRequest.h"
#include "Judgement.h"
#include "MailSession.h"
#include "SessionThreads.h"
#include "SignatureCheck.h"


namespace
{

// RFC 8058 §3.2: these words, and nothing that tells who asks.
Result<void> postOneClick(const HttpRequest &request, Cancellation &cancellation)
{
    TRY(const HttpAnswer answer, askWebServer(request, cancellation));
    if (answer.status < 200 || answer.status > 299)
        return failure(ErrorCode::ServerRefused, QStringLiteral("HTTP %1").arg(answer.status));
    return {};
}

} // namespace

MailTrust::MailTrust(const MailSession &session, SessionThreads &threads, SecretStore &secrets)
    : m_session(session), m_threads(threads), m_secrets(secrets)
{
}

MailTrust::~MailTrust()
{
    ++m_newestCheck;
    m_cancellation.cancel();
}

QHash<AccountId, TrustContext> MailTrust::contexts() const
{
    QStringList familiar;
    for (const Account &account : m_session.accounts())
        familiar += account.email.section(QLatin1Char('@'), -1);
    QHash<AccountId, TrustContext> all;
    for (const Account &account : m_session.accounts())
        all.insert(account.id, {account.email, account.server.host, familiar});
    return all;
}

MailTrust::Thread &MailTrust::checks()
{
    if (!m_checks)
        m_checks = std::make_unique<Thread>(QStringLiteral("signatures"), parseStackBytes);
    return *m_checks;
}

void MailTrust::canCheck(MessageSignature::Kind kind, QObject *context, std::function<void(bool)> done)
{
    checks().run([kind] { return ::canCheck(kind); }, context, std::move(done));
}

void MailTrust::checkSignatures(MessageId message, const MessageBody &body, QObject *context,
                                Done<MessageTrust> done)
{
    const QPointer<QObject> asker(context);
    m_threads.reader.request([message](StoreReader &store) { return store.raw(message); }, this,
                             [this, body, asker, done = std::move(done)](Result<QByteArray> bytes) {
                                 if (!asker)
                                     return;
                                 if (bytes)
                                     checkSignatures(*bytes, body, asker, done);
                                 else
                                     done(std::move(bytes.error()));
                             });
}

void MailTrust::checkSignatures(const QByteArray &message, const MessageBody &body, QObject *context,
                                Done<MessageTrust> done)
{
    checks().run(
        [this, message, trust = body.trust, header = body.header, ticket = ++m_newestCheck,
         patience = m_limits.signatures]() -> Result<MessageTrust> {
            if (ticket != m_newestCheck.load())
                return failure(ErrorCode::Cancelled);
            TRY(auto checked, ::checkSignatures(signedParts(message), patience, m_cancellation));
            return withSignatures(trust, std::move(checked), header);
        },
        context, std::move(done));
}

void MailTrust::unsubscribe(MessageId message, const QUrl &oneClick, QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    m_threads.reader.request(
        [message](StoreReader &store) { return store.summaries({message}); }, this,
        [this, oneClick, asker, done = std::move(done)](Result<std::vector<MessageSummary>> found) {
            if (asker)
                post(oneClick, found && !found->empty() ? found->front().account : 0, asker, done);
        });
}

void MailTrust::post(const QUrl &url, AccountId account, QObject *context, Done<void> done)
{
    if (url.scheme() != QLatin1String("https") && !m_limits.mayBePrivate)
        return done(failure(ErrorCode::InvalidArgument, url.toDisplayString()));
    HttpRequest request;
    request.url = url;
    request.form = "List-Unsubscribe=One-Click";
    request.longestBody = 256 * 1024;
    request.patience = m_limits.unsubscribing;
    request.mayBePrivate = m_limits.mayBePrivate;
    const AccountProxy proxy = AccountProxy::of(m_session.accounts(), account);
    if (!m_requests)
        m_requests = std::make_unique<Thread>(QStringLiteral("unsubscribe"));
    m_requests->run(
        [this, request, proxy]() mutable -> Result<void> {
            TRY(request.proxy, proxy.read(m_secrets, m_cancellation));
            return postOneClick(request, m_cancellation);
        },
        context, std::move(done));
}
