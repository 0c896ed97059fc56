// SPDX-License-Identifier: GPL-3.0-or-later
#include "BodyReader.h"

#include "Judgement.h"
#include "Log.h"
#include "MailReading.h"
#include "MimeMessage.h"
#include "StoreReader.h"

#include <algorithm>

namespace
{
constexpr size_t correspondentsAtOnce = 250;
}

Result<MessageBody> BodyReader::read(StoreReader &store, MessageId message, RenderOptions options,
                                     const std::vector<ReadingConsent> &consents,
                                     const QHash<AccountId, TrustContext> &contexts)
{
    TRY(const auto summaries, store.summaries({message}));
    TRY(const auto bytes, store.raw(message));
    const qint64 received = summaries.empty() ? 0 : summaries.front().received;
    const AccountId account = summaries.empty() ? 0 : summaries.front().account;
    if (options.charset.isEmpty()) {
        TRY(options.charset, store.charset(message));
    }
    const MimeMessage mail(bytes);
    MessageBody body = mail.body(options, received);
    // A catalogue that cannot say who is known keeps nobody from reading.
    auto context = contextOf(store, body.header, account, contexts);
    if (!context) {
        qCWarning(logStore) << "the correspondents are not known:" << context.error().detail;
        context = contexts.value(account);
    }
    body.trust = judge(bytes, body, *context);
    if (body.remoteImages == 0 || options.remotePictures || !MailReading::isAllowed(consents, body))
        return body;
    options.remotePictures = true;
    MessageBody withPictures = mail.body(options, received);
    withPictures.trust = std::move(body.trust);
    return withPictures;
}

Result<bool> BodyReader::prepare(StoreReader &store)
{
    TRY(const bool more, store.countSenders());
    if (more) // how much that is of each is known at the end
        return true;
    TRY(const auto frequent, store.newFrequentSenders(correspondentsAtOnce));
    for (const SenderCount &sender : frequent)
        m_correspondents.add(sender);
    return !frequent.empty();
}

Result<TrustContext> BodyReader::contextOf(StoreReader &store, const MessageHeader &header, AccountId account,
                                           const QHash<AccountId, TrustContext> &contexts)
{
    TrustContext context = contexts.value(account);
    for (bool more = true; more;) {
        TRY(more, prepare(store));
    }
    if (header.from.size() != 1)
        return context;
    const Address &from = header.from.front();
    const bool isOwn = std::any_of(contexts.begin(), contexts.end(), [&](const TrustContext &own) {
        return own.address.compare(from.address, Qt::CaseInsensitive) == 0;
    });
    TRY(SenderCount sender, store.senderCount(from.address));
    if (isOwn || !Correspondents::isNew(sender, header.date))
        return context;
    sender.sender = from;
    sender.since = sender.messages == 0 ? header.date : qMin(sender.since, header.date);
    context.namesake = m_correspondents.namesakeOf(sender);
    context.lookAlike = m_correspondents.lookAlikeOf(sender);
    return context;
}
