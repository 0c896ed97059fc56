// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerWorkText.h"

#include "ErrorText.h"
#include "Formatting.h"
#include "SafeText.h"
#include "ServerMailModel.h"
#include "ServerMailText.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QSet>

#include <algorithm>

namespace
{
struct ServerWorkWords {
    Q_DECLARE_TR_FUNCTIONS(ServerWorkText)
};

constexpr size_t namedAtMost = 8;

qint64 octets(const std::vector<ServerMessage> &messages)
{
    qint64 sum = 0;
    for (const ServerMessage &message : messages)
        sum += message.size;
    return sum;
}

int count(const std::vector<ServerMessage> &messages)
{
    return static_cast<int>(messages.size());
}
} // namespace

ServerWork MarkedWork::work() const
{
    ServerWork work;
    for (const ServerMessage &message : get)
        work.get.push_back(message.key);
    for (const ServerMessage &message : remove)
        work.remove.push_back(message.key);
    return work;
}

std::vector<ServerMessage> MarkedWork::lost() const
{
    QSet<QPair<QByteArray, int>> fetched;
    for (const ServerMessage &message : get)
        fetched.insert({message.key.uidl, message.key.occurrence});
    std::vector<ServerMessage> lost;
    for (const ServerMessage &message : remove)
        if (!ServerMailModel::isWholeHere(message) &&
            !fetched.contains({message.key.uidl, message.key.occurrence}))
            lost.push_back(message);
    return lost;
}

QString ServerWorkText::amount(const MarkedWork &marked)
{
    QStringList parts;
    if (!marked.get.empty())
        parts += ServerWorkWords::tr("%1 to download (%2)", nullptr, count(marked.get))
                     .arg(Formatting::count(count(marked.get)), Formatting::size(octets(marked.get)));
    if (!marked.remove.empty())
        parts += ServerWorkWords::tr("%1 to delete (frees %2)", nullptr, count(marked.remove))
                     .arg(Formatting::count(count(marked.remove)), Formatting::size(octets(marked.remove)));
    return parts.join(QStringLiteral(" · "));
}

QString ServerWorkText::question(const MarkedWork &marked)
{
    return ServerWorkWords::tr("Delete %n message(s) on the server?", nullptr, count(marked.remove));
}

QString ServerWorkText::consequences(const MarkedWork &marked)
{
    const std::vector<ServerMessage> lost = marked.lost();
    if (lost.empty())
        return marked.get.empty()
                   ? ServerWorkWords::tr("Nothing is lost: the copies on this computer stay.")
                   : ServerWorkWords::tr(
                         "Nothing is lost: what is not here is downloaded first, and the copies stay.");
    QStringList lines{ServerWorkWords::tr(
                          "%n of them will be lost: there is no copy here, and the server has the only one.",
                          nullptr, count(lost)),
                      QString()};
    for (size_t i = 0; i < std::min(lost.size(), namedAtMost); ++i) {
        const QString subject = SafeText::oneLine(ServerMailText::subject(lost[i]), 70);
        const QString sender = SafeText::oneLine(lost[i].sender, 40);
        lines += QStringLiteral("• ") +
                 (sender.isEmpty() ? subject
                                   : ServerWorkWords::tr("%1 – %2", "sender, subject").arg(sender, subject));
    }
    if (lost.size() > namedAtMost)
        lines += ServerWorkWords::tr("and %n more", nullptr, count(lost) - static_cast<int>(namedAtMost));
    return lines.join(QLatin1Char('\n'));
}

QString ServerWorkText::stopped()
{
    return ServerWorkWords::tr(
        "Stopped before it was begun. Nothing was downloaded, nothing was deleted, and "
        "your marks are still there.");
}

QString ServerWorkText::outcome(const FetchReport &report, const MarkedWork &marked)
{
    QStringList parts;
    if (report.fetched > 0)
        parts += ServerWorkWords::tr("%n message(s) downloaded.", nullptr, report.fetched);
    if (report.deleted > 0)
        parts += ServerWorkWords::tr("%n message(s) deleted on the server.", nullptr, report.deleted);
    if (!report.notFetched.empty())
        parts += ServerWorkWords::tr("%n message(s) could not be downloaded; the list says why.", nullptr,
                                     static_cast<int>(report.notFetched.size()));
    if (report.error) {
        parts += errorLine(*report.error);
        if (report.unconfirmed > 0)
            parts += ServerWorkWords::tr(
                "The server has not confirmed what it was told to delete; the next look tells.");
        else if (!marked.remove.empty() && report.deleted == 0)
            parts +=
                ServerWorkWords::tr("Nothing was deleted on the server. The next check goes on with it.");
    } else if (parts.isEmpty()) {
        parts += ServerWorkWords::tr("There was nothing left to do.");
    }
    return parts.join(QLatin1Char(' '));
}

QString ServerWorkText::look(const ServerLook &look, const QDateTime &now)
{
    switch (look.phase) {
    case ServerLook::Phase::Waiting:
        return ServerWorkWords::tr("Waiting for the check of this account to end…");
    case ServerLook::Phase::Connecting:
        return ServerWorkWords::tr("Connecting…");
    case ServerLook::Phase::SigningIn:
        return ServerWorkWords::tr("Signing in…");
    case ServerLook::Phase::Listing:
        return ServerWorkWords::tr("Asking what is there…");
    case ServerLook::Phase::There:
        if (look.isUnderWay())
            return ServerWorkWords::tr("Reading headers: %1 of %2")
                .arg(Formatting::count(look.headersRead), Formatting::count(look.headers));
        break;
    case ServerLook::Phase::Away:
        break;
    }
    if (look.listedAt == 0)
        return ServerWorkWords::tr("By what was seen at the last check");
    const QString when = ServerWorkWords::tr("As of %1").arg(Formatting::listDate(look.listedAt, now));
    return look.hasTop ? when
                       : ServerWorkWords::tr("%1 · this server shows no headers", "as of when").arg(when);
}
