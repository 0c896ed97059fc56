// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageText.h"

#include "Terminal.h"

#include <QDateTime>

namespace
{

QString localTime(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds).toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

QString addressText(const Address &address)
{
    if (address.name.isEmpty())
        return address.address;
    return address.address.isEmpty() ? address.name
                                     : QStringLiteral("%1 <%2>").arg(address.name, address.address);
}

QString addressLine(const QString &label, const Addresses &addresses)
{
    QStringList texts;
    for (const Address &address : addresses)
        texts.append(addressText(address));
    return texts.isEmpty() ? QString() : label + texts.join(QStringLiteral(", ")) + u'\n';
}

// A header line of ours must stay one line, whatever the mail says.
QString oneLine(QString text)
{
    return text.replace(u'\n', u' ').replace(u'\r', u' ');
}

QString phaseText(FetchProgress::Phase phase)
{
    switch (phase) {
    case FetchProgress::Phase::Connecting:
        return QStringLiteral("connecting");
    case FetchProgress::Phase::SigningIn:
        return QStringLiteral("signing in");
    case FetchProgress::Phase::Listing:
    case FetchProgress::Phase::Identifying:
        return QStringLiteral("looking what is there");
    case FetchProgress::Phase::Fetching:
        return QStringLiteral("fetching");
    case FetchProgress::Phase::Storing:
        return QStringLiteral("storing");
    case FetchProgress::Phase::Deleting:
        return QStringLiteral("deleting on the server");
    case FetchProgress::Phase::Finishing:
        return QStringLiteral("finishing");
    }
    return {};
}

} // namespace

namespace messageText
{

QString size(qint64 bytes)
{
    if (bytes < 1000)
        return QStringLiteral("%1 B").arg(bytes);
    if (bytes < 1000 * 1000)
        return QStringLiteral("%1 KB").arg(double(bytes) / 1e3, 0, 'f', 1);
    return QStringLiteral("%1 MB").arg(double(bytes) / 1e6, 0, 'f', 1);
}

QString listLine(const MessageSummary &summary)
{
    const QString mark = summary.flags.testFlag(Flag::Read) ? QStringLiteral(" ") : QStringLiteral("*");
    return QStringLiteral("%1  %2 %3 %4  %5")
        .arg(summary.id, 6)
        .arg(localTime(summary.date), mark, terminal::cell(displayName(summary.from), 24),
             terminal::cell(summary.subject, 60).trimmed());
}

QString readable(const MessageBody &body)
{
    const MessageHeader &header = body.header;
    QString text = addressLine(QStringLiteral("From:    "), header.from) +
                   addressLine(QStringLiteral("To:      "), header.to) +
                   addressLine(QStringLiteral("Cc:      "), header.cc) +
                   QStringLiteral("Date:    %1\n").arg(localTime(header.date)) +
                   QStringLiteral("Subject: %1\n").arg(oneLine(header.subject));
    text += u'\n' + body.text;
    if (!text.endsWith(u'\n'))
        text += u'\n';
    if (!body.attachments.empty())
        text += QStringLiteral("\nAttachments:\n");
    for (const Attachment &attachment : body.attachments)
        text +=
            QStringLiteral("  %1  %2, %3\n")
                .arg(oneLine(attachment.name), QString::fromLatin1(attachment.type), size(attachment.size));
    return terminal::harmless(text);
}

QString allHeaders(const MessageHeader &header)
{
    QString text;
    for (const auto &[name, value] : header.fields)
        text += oneLine(name) + QStringLiteral(": ") + oneLine(value) + u'\n';
    return terminal::harmless(text);
}

QString report(const FetchReport &report)
{
    QString text = QStringLiteral("%1: %2 messages fetched (%3) in %4 s")
                       .arg(report.accountName)
                       .arg(report.fetched)
                       .arg(size(report.bytes))
                       .arg(report.seconds, 0, 'f', 1);
    if (report.partial > 0)
        text += QStringLiteral(", of %1 only the beginning").arg(report.partial);
    if (report.kept > 0)
        text += QStringLiteral(", %1 kept on the server").arg(report.kept);
    if (report.deleted > 0)
        text += QStringLiteral(", %1 deleted on the server").arg(report.deleted);
    if (!report.skipped.empty())
        text += QStringLiteral(", %1 skipped").arg(report.skipped.size());
    text += QStringLiteral(".\n");
    for (const auto &message : report.skipped)
        if (message.number == 0) // wanted, and not listed
            text += QStringLiteral("  %1: %2\n").arg(message.reason, QString::fromLatin1(message.uidl));
    if (report.moreWaiting)
        text += QStringLiteral("  there is more on the server; it wants a pause until %1\n")
                    .arg(localTime(report.notBefore));
    for (const auto &message : report.notFetched)
        text += QStringLiteral("  not fetched: message %1 (%2): %3\n")
                    .arg(message.number)
                    .arg(QString::fromLatin1(message.uidl), message.reason);
    return terminal::harmless(text);
}

QString recentMode(RecentMode mode)
{
    switch (mode) {
    case RecentMode::None:
        return {};
    case RecentMode::Possible:
        return QStringLiteral(
            "Gmail gives each message to one program only. Where several fetch this mail, put \"recent:\" "
            "before "
            "the user name: Gmail shows each of them the mail of the last 30 days then, and no older mail.");
    case RecentMode::On:
        return QStringLiteral(
            "With \"recent:\" before the user name Gmail shows the mail of the last 30 days, whatever other "
            "programs have fetched, and no older mail.");
    }
    return {};
}

QString progress(const FetchProgress &progress, const QString &account)
{
    QString text = account + QStringLiteral(": ") + phaseText(progress.phase);
    if (progress.messagesInAll > 0)
        text += QStringLiteral(" %1 of %2").arg(progress.messages).arg(progress.messagesInAll);
    if (progress.bytesInAll > 0)
        text += QStringLiteral(", %1 of %2").arg(size(progress.bytes), size(progress.bytesInAll));
    return text;
}

} // namespace messageText
