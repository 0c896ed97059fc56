// SPDX-License-Identifier: GPL-3.0-or-later
#include "NestedBody.h"

#include <utility>
#include <variant>

namespace
{
MessageBody placedWithin(MessageBody body, const QString &part)
{
    const auto place = [&part](QString &inner) { inner = part + QLatin1Char('/') + inner; };
    for (Attachment &attachment : body.attachments)
        place(attachment.part);
    for (MessageCard &card : body.cards)
        std::visit([&place](auto &one) { place(one.part); }, card);
    return body;
}
} // namespace

void readNestedBody(MailSession &session, MessageId message, const QString &part,
                    const RenderOptions &options, QObject *context,
                    std::function<void(Result<MessageBody>)> done)
{
    session.attachment(message, part, context,
                       [&session, part, options, context, done = std::move(done)](Result<QByteArray> bytes) {
                           if (!bytes)
                               return done(tl::unexpected(bytes.error()));
                           session.inspect(*bytes, options, context, [part, done](Result<MessageBody> body) {
                               if (body)
                                   done(placedWithin(std::move(*body), part));
                               else
                                   done(std::move(body));
                           });
                       });
}
