// SPDX-License-Identifier: GPL-3.0-or-later
//
// HeaderIntake collects the fingerprints of the headers that TOP n 0 brings, to recognise messages by. Those
// since the last mark do not count. Fetch thread; used once.
#pragma once

#include "Pop3BodySink.h"

#include <QByteArray>
#include <QHash>

#include <functional>

class HeaderIntake final : public Pop3BodySink
{
public:
    explicit HeaderIntake(std::function<void(int answered)> arrived) : m_arrived(std::move(arrived)) {}

    Result<void> begin(int number) override;
    Result<void> append(QByteArrayView bytes) override;
    Result<void> end(int number) override;
    Result<void> refused(int number, const Error &error) override;
    Result<void> inStep() override;

    const QHash<int, QByteArray> &fingerprints() const { return m_fingerprints; } // by message number
    size_t answered() const { return m_answered; }                                // of those asked for

private:
    const std::function<void(int)> m_arrived;
    QByteArray m_header;
    QHash<int, QByteArray> m_fingerprints;
    QHash<int, QByteArray> m_doubtful; // since the last mark
    size_t m_answered = 0;
};
