// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerVisit.h"

#include "AccountSecrets.h"
#include "MimeMessage.h"

#include <QSet>

#include <algorithm>
#include <future>

namespace
{
// So many headers are asked for at a time: whoever wants something else waits for no more than these.
constexpr size_t headersAtOnce = 200;
constexpr size_t mostHeaders = 50'000;       // as many as the store keeps
constexpr qsizetype longestText = 64 * 1024; // characters of a preview

// Runs `work` in the store thread and waits.
template <class Work>
auto inStore(StoreThread &thread, Work work) -> std::invoke_result_t<Work, MessageStore &>
{
    using Answer = std::invoke_result_t<Work, MessageStore &>;
    auto promise = std::make_shared<std::promise<Answer>>();
    auto answer = promise->get_future();
    thread.post([promise, work = std::move(work)](MessageStore *store) mutable {
        promise->set_value(store ? work(*store) : Answer(failure(ErrorCode::NotFound)));
    });
    return answer.get();
}

ServerPreview previewOf(const QByteArray &bytes, qint64 now)
{
    const MessageBody body = MimeMessage(bytes).body({}, now);
    ServerPreview preview;
    preview.subject = body.header.subject;
    preview.from = body.header.from;
    preview.to = body.header.to;
    preview.date = body.header.date;
    preview.text = body.text.left(longestText);
    return preview;
}

// The session goes on after it; everything else has ended it.
bool concernsOneMessage(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
    case ErrorCode::Unsupported:
    case ErrorCode::ServerRefused:
    case ErrorCode::ServerTemporary:
    case ErrorCode::ServerPermanent:
        return true;
    default:
        return false;
    }
}
} // namespace

ServerVisit::ServerVisit(VisitJob job, StoreThread &store, SecretStore &secrets, OAuthTokens &tokens,
                         const Clock &clock)
    : m_job(std::move(job)), m_store(store), m_secrets(secrets), m_tokens(tokens), m_clock(clock)
{
    setObjectName(QStringLiteral("server visit"));
    setStackSize(parseStackBytes);
}

ServerVisit::~ServerVisit()
{
    cancel();
    wait();
}

void ServerVisit::prefer(std::vector<Identity> messages)
{
    const std::lock_guard lock(m_mutex);
    m_preferred = std::move(messages);
}

void ServerVisit::preview(const ServerMessageKey &message)
{
    const std::lock_guard lock(m_mutex);
    m_preview = message;
    m_asked.notify_all();
}

void ServerVisit::leave()
{
    const std::lock_guard lock(m_mutex);
    m_leaves = true;
    m_asked.notify_all();
}

void ServerVisit::cancel()
{
    m_cancellation.cancel();
    leave();
}

void ServerVisit::run()
{
    Q_EMIT ended(visit());
}

Result<void> ServerVisit::visit()
{
    Q_EMIT reached(Stage::Connecting);
    TRY(const SignInSecrets secrets,
        accountSecrets(m_job.account, m_job.secrets, m_secrets, m_tokens, m_cancellation));
    TRY(auto mailbox, signIn(m_job.account.server, secrets, connectBySocket(), m_cancellation,
                             [this] { Q_EMIT reached(Stage::SigningIn); }));
    Q_EMIT signedIn(mailbox.capabilities().loginDelay.value_or(0));
    if (m_job.lockStep)
        mailbox.useLockStep();
    Q_EMIT reached(Stage::Listing);
    StoreSink sink(
        m_store, [](const auto &) {}, [](const auto &) {});
    MailboxListing listing(account(), mailbox, sink, m_clock);
    CHECK(listing.list());
    CHECK(findMissing(listing));
    Q_EMIT listed({std::make_shared<const QHash<Identity, int>>(listing.numbers()), listing.messages(),
                   listing.hasUidl(), static_cast<int>(m_missing.size())});
    CHECK(stay(listing));
    if (!listing.isBrokenOff())
        (void)std::move(mailbox).quit(); // nothing was changed there, whatever the server says to that
    return {};
}

// Those on the server that are neither here nor have a header, the newest first.
Result<void> ServerVisit::findMissing(const MailboxListing &listing)
{
    TRY(const auto keys,
        inStore(m_store, [id = account()](MessageStore &store) { return store.withoutHeader(id); }));
    std::vector<std::pair<int, Identity>> numbered;
    for (const ServerMessageKey &key : keys) {
        const Identity name(key.uidl, key.occurrence);
        if (const int number = listing.numbers().value(name))
            numbered.emplace_back(number, name);
    }
    std::sort(numbered.begin(), numbered.end(),
              [](const auto &a, const auto &b) { return a.first > b.first; });
    numbered.resize(std::min(numbered.size(), mostHeaders));
    for (auto &[number, name] : numbered)
        m_missing.push_back(std::move(name));
    return {};
}

Result<void> ServerVisit::stay(MailboxListing &listing)
{
    while (!listing.isBrokenOff()) {
        switch (nextTask()) {
        case Task::Leave:
            if (m_cancellation.isCancelled())
                return failure(ErrorCode::Cancelled);
            return {};
        case Task::Preview:
            CHECK(showBeginning(listing));
            break;
        case Task::Headers:
            CHECK(readSomeHeaders(listing));
            break;
        }
    }
    return {};
}

ServerVisit::Task ServerVisit::nextTask()
{
    std::unique_lock lock(m_mutex);
    if (m_missing.empty() && !m_leaves && !m_preview &&
        !m_asked.wait_for(lock, m_job.lingering, [this] { return m_leaves || m_preview; }))
        return Task::Leave;
    if (m_leaves)
        return Task::Leave;
    return m_preview ? Task::Preview : Task::Headers;
}

std::vector<ServerVisit::Identity> ServerVisit::nextHeaders()
{
    QSet<Identity> preferred;
    std::vector<Identity> next;
    {
        const std::lock_guard lock(m_mutex);
        preferred = QSet<Identity>(m_preferred.begin(), m_preferred.end());
        m_preferred.clear();
    }
    // Far fewer than all of them, so that they come in the order of the rest.
    if (!preferred.isEmpty())
        std::stable_partition(m_missing.begin(), m_missing.end(),
                              [&](const Identity &name) { return preferred.contains(name); });
    const size_t count = std::min(headersAtOnce, m_missing.size());
    next.assign(m_missing.begin(), m_missing.begin() + static_cast<std::ptrdiff_t>(count));
    m_missing.erase(m_missing.begin(), m_missing.begin() + static_cast<std::ptrdiff_t>(count));
    return next;
}

Result<void> ServerVisit::readSomeHeaders(MailboxListing &listing)
{
    const std::vector<Identity> next = nextHeaders();
    std::vector<ServerHeader> headers;
    const auto read =
        listing.readHeaders(next, [&](const ServerHeader &header) { headers.push_back(header); });
    CHECK(inStore(m_store, [id = account(), headers = std::move(headers)](MessageStore &store) {
        return store.keepHeaders(id, headers);
    }));
    Q_EMIT headersRead(static_cast<int>(next.size()));
    if (!read && read.error().code == ErrorCode::Unsupported) {
        m_missing.clear();
        Q_EMIT lacksTop();
        return {};
    }
    return read;
}

Result<void> ServerVisit::showBeginning(MailboxListing &listing)
{
    ServerMessageKey message;
    {
        const std::lock_guard lock(m_mutex);
        message = *std::exchange(m_preview, {});
    }
    const auto bytes = listing.beginning({message.uidl, message.occurrence}, ServerPreview::lines);
    if (!bytes && !concernsOneMessage(bytes.error()))
        return bytes.error();
    if (!bytes) {
        Q_EMIT previewed(message, bytes.error());
        return {};
    }
    Q_EMIT previewed(message, previewOf(*bytes, m_clock.now()));
    return {};
}
