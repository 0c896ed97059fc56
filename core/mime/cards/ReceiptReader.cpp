// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReceiptReader.h"

#include "ReportFields.h"

namespace
{

ReceiptCard::Disposition dispositionOf(const QString &value)
{
    using Disposition = ReceiptCard::Disposition;
    static const std::pair<const char *, Disposition> words[]{
        {"displayed", Disposition::Displayed}, {"deleted", Disposition::Deleted},
        {"denied", Disposition::Denied},       {"dispatched", Disposition::Dispatched},
        {"processed", Disposition::Processed}, {"failed", Disposition::Failed}};
    for (const auto &[word, disposition] : words) {
        if (value.startsWith(QLatin1String(word), Qt::CaseInsensitive))
            return disposition;
    }
    return Disposition::Unknown;
}

} // namespace

std::optional<ReceiptCard> readReceipt(const MimePart &part)
{
    const ReportFields fields(part);
    const QString disposition = fields.text("Disposition");
    if (disposition.isEmpty())
        return std::nullopt;
    ReceiptCard card;
    // "manual-action/MDN-sent-manually; displayed/error" (RFC 8098 §3.2.6)
    card.isAutomatic = disposition.startsWith(QStringLiteral("automatic-action"), Qt::CaseInsensitive);
    card.disposition = dispositionOf(ReportFields::withoutKind(disposition));
    card.recipient = ReportFields::addressIn(fields.text("Original-Recipient"));
    if (card.recipient.isEmpty())
        card.recipient = ReportFields::addressIn(fields.text("Final-Recipient"));
    // "desk.example.net; Example Mail 9": the host, then the program; a lone word may be either.
    card.program = ReportFields::withoutKind(fields.text("Reporting-UA"));
    card.messageId = ReportFields::addressIn(fields.text("Original-Message-ID"));
    return card;
}
