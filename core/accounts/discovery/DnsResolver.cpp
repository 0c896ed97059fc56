// SPDX-License-Identifier: GPL-3.0-or-later
#include "DnsResolver.h"

#include "SocketWait.h"

#include <QDnsLookup>

#include <algorithm>

namespace
{
std::vector<DnsRecord> recordsOf(const QDnsLookup &lookup)
{
    std::vector<DnsRecord> records;
    for (const QDnsServiceRecord &service : lookup.serviceRecords())
        records.push_back({service.target(), service.port(), service.priority()});
    for (const QDnsMailExchangeRecord &exchange : lookup.mailExchangeRecords())
        records.push_back({exchange.exchange(), 0, exchange.preference()});
    std::stable_sort(records.begin(), records.end(),
                     [](const auto &a, const auto &b) { return a.preference < b.preference; });
    return records;
}

Result<std::vector<DnsRecord>> askNameServers(const DnsQuestion &question, std::chrono::milliseconds patience,
                                              Cancellation &cancellation)
{
    SocketWait wait(cancellation);
    const auto type = question.kind == DnsQuestion::Kind::Service ? QDnsLookup::SRV : QDnsLookup::MX;
    QDnsLookup lookup(type, question.name);
    QObject::connect(&lookup, &QDnsLookup::finished, wait.context(), [&wait] { wait.wake(); });
    lookup.lookup();
    const auto end = wait.until([&] { return lookup.isFinished(); }, patience);
    if (end != SocketWait::End::Ready)
        return failure(end == SocketWait::End::Cancelled ? ErrorCode::Cancelled : ErrorCode::Timeout,
                       question.name);
    if (lookup.error() == QDnsLookup::NotFoundError)
        return std::vector<DnsRecord>();
    if (lookup.error() != QDnsLookup::NoError)
        return failure(ErrorCode::ConnectionLost,
                       QStringLiteral("%1: %2").arg(question.name, lookup.errorString()));
    return recordsOf(lookup);
}
} // namespace

DnsResolver systemResolver()
{
    return askNameServers;
}
