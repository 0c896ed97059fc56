// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderReading takes the headers that TOP n 0 brings and makes of each what a list shows. Those since the
// last mark do not count: nobody knows yet whose they are. A server may send more than a header (R68): then
// reading headers would be fetching all mail, and is broken off. Worker thread; used once.
#pragma once

#include "Pop3BodySink.h"
#include "ServerHeader.h"

#include <QByteArray>

#include <functional>
#include <utility>
#include <vector>

class HeaderReading final : public Pop3BodySink
{
public:
    // `now` stands in where a header has no date; seconds since 1970 UTC. `told` gets the message's number.
    using Told = std::function<void(int number, const ServerHeader &header)>;
    HeaderReading(qint64 now, Told told) : m_now(now), m_told(std::move(told)) {}

    Result<void> begin(int number) override;
    Result<void> append(QByteArrayView bytes) override;
    Result<void> end(int number) override;
    Result<void> refused(int number, const Error &error) override;
    Result<void> inStep() override;

    static constexpr qint64 longestAnswer = 1024 * 1024;
    // append() has broken off an answer that was no header any more.
    bool isTooLarge() const { return m_octets > longestAnswer; }

private:
    const qint64 m_now;
    const Told m_told;
    QByteArray m_header;
    qint64 m_octets = 0;
    std::vector<std::pair<int, ServerHeader>> m_doubtful; // since the last mark
};
