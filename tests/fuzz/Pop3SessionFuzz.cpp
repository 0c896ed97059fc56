// SPDX-License-Identifier: GPL-3.0-or-later
//
// A whole session with a server that says what it likes. The input: one byte for the kind of session, then
// the server's words; a form feed stands where the server waits until the client has spoken.
#include "FuzzInput.h"
#include "Pop3Connection.h"

#include <algorithm>

namespace
{
using Marks = Pop3Mailbox::Marks;

class FuzzedChannel final : public Channel
{
public:
    FuzzedChannel(QByteArrayList turns, qsizetype readAtOnce, Security security)
        : m_turns(std::move(turns)), m_readAtOnce(readAtOnce), m_encrypted(security == Security::Tls),
          m_maySignIn(security != Security::StartTls)
    {
    }

    Result<void> write(QByteArrayView bytes) override
    {
        require(!m_closed);
        for (const char *command : {"AUTH ", "USER ", "PASS ", "APOP "})
            require(m_maySignIn || !bytes.startsWith(command));
        if (m_at == m_turns.first().size() && m_turns.size() > 1) {
            m_turns.removeFirst();
            m_at = 0;
        }
        return {};
    }

    Result<void> read(QByteArray &buffer, std::chrono::milliseconds) override
    {
        require(!m_closed);
        const qsizetype size = qsizetype(std::min<qint64>(unreadBytes(), m_readAtOnce));
        if (size == 0)
            return failure(m_turns.size() > 1 ? ErrorCode::Timeout : ErrorCode::ConnectionLost);
        buffer += m_turns.first().mid(m_at, size);
        m_at += size;
        return {};
    }

    qint64 unreadBytes() const override { return m_turns.first().size() - m_at; }
    Result<void> startTls() override
    {
        require(unreadBytes() == 0); // R76
        m_encrypted = m_maySignIn = true;
        if (m_turns.size() > 1) {
            m_turns.removeFirst();
            m_at = 0;
        }
        return {};
    }
    bool isEncrypted() const override { return m_encrypted; }
    QString tlsVersion() const override { return {}; }
    void close() override { m_closed = true; }

private:
    QByteArrayList m_turns;
    qsizetype m_at = 0;
    const qsizetype m_readAtOnce;
    bool m_encrypted;
    bool m_maySignIn; // R73: where TLS is required, not before it stands
    bool m_closed = false;
};

// Messages come one after the other, each begun, filled and ended under its own number.
class StrictSink final : public Pop3BodySink
{
public:
    explicit StrictSink(const std::vector<Pop3Listing::Entry> &expected) : m_expected(expected) {}

    Result<void> begin(int number) override
    {
        require(!m_isOpen && m_next < m_expected.size() && m_expected[m_next].number == number);
        m_isOpen = true;
        return {};
    }
    Result<void> append(QByteArrayView bytes) override
    {
        require(m_isOpen && !bytes.isEmpty());
        return {};
    }
    Result<void> end(int number) override
    {
        require(m_isOpen && m_expected[m_next].number == number);
        m_isOpen = false;
        ++m_next;
        return {};
    }
    Result<void> refused(int number, const Error &) override
    {
        require(!m_isOpen && m_next < m_expected.size() && m_expected[m_next].number == number);
        ++m_next;
        return {};
    }
    Result<void> inStep() override
    {
        require(!m_isOpen);
        m_certain = m_next;
        return {};
    }
    // `marks`: and each is known to be the answer to what it was taken for.
    bool hasAll(Marks marks) const
    {
        return m_next == m_expected.size() && (marks == Marks::None || m_certain == m_next);
    }

private:
    const std::vector<Pop3Listing::Entry> &m_expected;
    size_t m_next = 0;
    size_t m_certain = 0;
    bool m_isOpen = false;
};

Result<void> converse(std::unique_ptr<Channel> channel, Security security, Marks marks)
{
    TRY(auto connection, Pop3Connection::open(std::move(channel), security));
    Pop3Credentials credentials;
    credentials.user = QStringLiteral("mia");
    credentials.password = QStringLiteral("s3cret word");
    TRY(auto mailbox, std::move(connection).signIn(credentials));
    TRY(auto survey, mailbox.survey());
    const bool hasUidl = survey.listing.hasUidl;
    TRY(const Pop3Listing listing,
        hasUidl ? mailbox.withSizes(std::move(survey.listing)) : mailbox.listing());
    StrictSink beginnings(listing.entries);
    if (const auto begun = mailbox.top(listing.entries, 10, beginnings, marks); begun)
        require(beginnings.hasAll(marks));
    else if (begun.error().code != ErrorCode::Unsupported)
        return begun;
    StrictSink messages(listing.entries);
    CHECK(mailbox.retr(listing.entries, messages, marks));
    require(messages.hasAll(marks));
    std::vector<int> numbers;
    for (const auto &entry : listing.entries)
        numbers.push_back(entry.number);
    TRY(const auto refused, mailbox.dele(numbers));
    require(std::is_sorted(refused.begin(), refused.end()));
    return std::move(mailbox).quit();
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    constexpr Security securities[] = {Security::Tls, Security::StartTls, Security::None};
    const Security security = securities[data[0] % 3];
    const qsizetype readAtOnce = qsizetype(1) << (data[0] / 3 % 12);
    const auto marks = static_cast<Marks>(data[0] / 36 % 4);
    (void)converse(
        std::make_unique<FuzzedChannel>(bytesOf(data + 1, size - 1).split('\f'), readAtOnce, security),
        security, marks);
    return 0;
}
