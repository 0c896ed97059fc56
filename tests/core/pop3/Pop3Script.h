// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of POP3 sessions share: the usual beginning of a transcript, and a sink that remembers.
#pragma once

#include "Pop3Connection.h"
#include "ScriptedChannel.h"

#include <numeric>
#include <optional>

enum class Pipelining { No, Yes };

inline Pop3Credentials userAndPassword(Pop3Credentials::Method method = Pop3Credentials::Method::UserPass)
{
    return {QStringLiteral("mia"), QStringLiteral("s3cret word"), method};
}

// Greeting to sign-in, in the clear.
inline Transcript signedInTranscript(Pipelining pipelining = Pipelining::No)
{
    Transcript script;
    script.server("+OK ready\r\n").client("CAPA\r\n").server("+OK\r\nTOP\r\nUIDL\r\nUSER\r\n.\r\n");
    script.client("USER mia\r\n").server("+OK\r\n").client("PASS s3cret word\r\n").server("+OK in\r\n");
    script.client("CAPA\r\n").server("+OK\r\nTOP\r\nUIDL\r\n");
    script.server(pipelining == Pipelining::Yes ? "PIPELINING\r\n.\r\n" : ".\r\n");
    return script;
}

inline Result<Pop3Mailbox> openMailbox(Transcript &script)
{
    TRY(auto connection, Pop3Connection::open(std::make_unique<ScriptedChannel>(script), Security::None));
    return std::move(connection).signIn(userAndPassword());
}

inline std::vector<Pop3Listing::Entry> entries(int count, qint64 size = 0)
{
    std::vector<Pop3Listing::Entry> result;
    for (int number = 1; number <= count; ++number)
        result.push_back({number, size, {}});
    return result;
}

class RecordingSink final : public Pop3BodySink
{
public:
    struct Message {
        int number = 0;
        QByteArray bytes;
        bool complete = false;

        bool operator==(const Message &) const = default;
    };

    bool keepsBytes = true;
    int failAt = -1; // the call, from 0, that fails with DiskFull
    std::vector<Message> messages;
    std::vector<std::pair<int, Error>> refusals;
    qint64 total = 0;
    qsizetype largestAppend = 0;
    int appends = 0;
    int marks = 0;

    Result<void> inStep() override
    {
        ++marks;
        return {};
    }
    Result<void> begin(int number) override
    {
        messages.push_back({number, {}, false});
        return call();
    }
    Result<void> append(QByteArrayView bytes) override
    {
        ++appends;
        total += bytes.size();
        largestAppend = std::max(largestAppend, bytes.size());
        if (keepsBytes)
            messages.back().bytes += bytes;
        return call();
    }
    Result<void> end(int number) override
    {
        messages.back().complete = messages.back().number == number;
        return call();
    }
    Result<void> refused(int number, const Error &error) override
    {
        refusals.emplace_back(number, error);
        return call();
    }

    int completeMessages() const
    {
        return std::accumulate(messages.begin(), messages.end(), 0,
                               [](int sum, const Message &message) { return sum + message.complete; });
    }

private:
    Result<void> call()
    {
        if (m_calls++ == failAt)
            return failure(ErrorCode::DiskFull);
        return {};
    }
    int m_calls = 0;
};

template <class T> std::optional<ErrorCode> codeOf(const Result<T> &result)
{
    return result ? std::nullopt : std::optional(result.error().code);
}
